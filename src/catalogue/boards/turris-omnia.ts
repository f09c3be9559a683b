import type { Board } from '../types.js';

export const turrisOmnia: Board = {
  id: 'turris-omnia',
  title: 'Turris Omnia (Armada 38x)',
  soc: 'Marvell Armada 385',
  arch: 'arm',
  driver: 'orion_wdt',
  clockHz: 25_000_000,
  firmware: 'A dog that U-Boot started runs on into Linux. Linux adopts it.',
  notes: ['The clock is fixed, 25 MHz.'],
  sources: ['linux 6.1.192 drivers/watchdog/orion_wdt.c', 'u-boot 6073c36b2c8d drivers/watchdog/orion_wdt.c'],
};
