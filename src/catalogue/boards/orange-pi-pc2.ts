import type { Board } from '../types.js';

export const orangePiPc2: Board = {
  id: 'orange-pi-pc2',
  title: 'Orange Pi PC 2',
  soc: 'Allwinner H5',
  arch: 'arm64',
  driver: 'sunxi_wdt',
  clockHz: null,
  firmware:
    'U-Boot has the driver on by default (16 s) but does not start the dog by itself: WATCHDOG_AUTOSTART is off on ARCH_SUNXI. A dog that U-Boot started runs on into Linux. Linux 6.1 adopts it, 6.12 stops it at probe.',
  notes: ['More than 16 s is refused (EINVAL): the usual 30 s cannot work.'],
  sources: ['linux 6.1.192 drivers/watchdog/sunxi_wdt.c', 'u-boot 6073c36b2c8d drivers/watchdog/sunxi_wdt.c'],
};
