import type { Board } from '../types.js';

export const amdRyzenMiniPc: Board = {
  id: 'amd-ryzen-mini-pc',
  title: 'AMD Ryzen mini PC',
  soc: 'AMD FCH (KERNCZ)',
  arch: 'x86',
  driver: 'sp5100_tco',
  clockHz: null,
  firmware: 'The BIOS may disable or hide the timer. Linux stops a running one at probe.',
  notes: ['Look for "Watchdog hardware is disabled" in the kernel log.'],
  sources: ['linux 6.1.192 drivers/watchdog/sp5100_tco.c'],
};
