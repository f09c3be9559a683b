import type { Board } from '../types.js';

export const hpProliant: Board = {
  id: 'hp-proliant',
  title: 'HP ProLiant (iLO 2 and newer)',
  soc: 'HPE iLO',
  arch: 'x86',
  driver: 'hpwdt',
  clockHz: null,
  firmware: 'A dog that the firmware left running is taken over without a gap.',
  notes: [],
  sources: ['linux 6.1.192 drivers/watchdog/hpwdt.c'],
};
