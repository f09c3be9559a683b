import type { Board } from '../types.js';

export const rpi4: Board = {
  id: 'rpi4',
  title: 'Raspberry Pi 4',
  soc: 'Broadcom BCM2711',
  arch: 'arm64',
  driver: 'bcm2835_wdt',
  clockHz: null,
  firmware:
    'The firmware can hand over a running dog (kernel_watchdog_timeout in config.txt); the boot EEPROM has its own, BOOT_WATCHDOG_TIMEOUT. U-Boot, where it is used, starts the dog with 15 s and leaves it running into Linux.',
  notes: ['Stay at or below 15 s: above, the 6.1 and 6.12 drivers program the timeout modulo 16.'],
  sources: [
    'linux 6.1.192 drivers/watchdog/bcm2835_wdt.c',
    'github.com/raspberrypi/linux PR 7432',
    'github.com/raspberrypi/linux PR 5838',
    'u-boot 6073c36b2c8d drivers/watchdog/bcm2835_wdt.c',
  ],
};
