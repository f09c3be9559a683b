import type { Board } from '../types.js';

export const visionfive2: Board = {
  id: 'visionfive2',
  title: 'StarFive VisionFive 2',
  soc: 'StarFive JH7110',
  arch: 'riscv',
  driver: 'starfive-wdt',
  clockHz: 24_000_000,
  firmware:
    'The U-Boot defconfig has the driver, with WATCHDOG_AUTOSTART off. Linux stops a running dog at probe, unless early_enable=1.',
  notes: ['Linux 6.1 has no driver for it.'],
  sources: [
    'linux 6.12.95 drivers/watchdog/starfive-wdt.c',
    'u-boot 6073c36b2c8d drivers/watchdog/starfive_wdt.c',
  ],
};
