import type { Board } from '../types.js';

export const beagleboneBlack: Board = {
  id: 'beaglebone-black',
  title: 'BeagleBone Black',
  soc: 'TI AM335x',
  arch: 'arm',
  driver: 'omap_wdt',
  clockHz: null,
  firmware:
    'U-Boot has the driver on by default on AM33XX and leaves the dog running. Linux disables it at probe, unless omap_wdt.early_enable=1: without that there is a gap until the device is opened.',
  notes: ['omap_wdt.early_enable=1 on the command line closes the gap between U-Boot and the feeder.'],
  sources: [
    'linux 6.1.192 drivers/watchdog/omap_wdt.c',
    'u-boot 6073c36b2c8d drivers/watchdog/Kconfig',
    'u-boot 6073c36b2c8d drivers/watchdog/Kconfig, wdt-uclass.c',
  ],
};
