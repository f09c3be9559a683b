import type { Board } from '../types.js';

export const kirkwood: Board = {
  id: 'kirkwood',
  title: 'Marvell Kirkwood board',
  soc: 'Marvell Kirkwood',
  arch: 'arm',
  driver: 'orion_wdt',
  clockHz: 200_000_000,
  firmware: 'A dog that U-Boot started runs on into Linux. Linux adopts it.',
  notes: ['200 MHz tclk. Boards with 166 MHz hold 25 s.', 'More than the maximum is refused (EINVAL).'],
  sources: ['linux 6.1.192 drivers/watchdog/orion_wdt.c', 'u-boot 6073c36b2c8d drivers/watchdog/orion_wdt.c'],
};
