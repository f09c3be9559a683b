import type { Board } from '../types.js';

export const odroidN2: Board = {
  id: 'odroid-n2',
  title: 'Hardkernel Odroid N2',
  soc: 'Amlogic S922X',
  arch: 'arm64',
  driver: 'meson_gxbb_wdt',
  clockHz: null,
  firmware: 'A dog that U-Boot started runs on into Linux. Linux adopts it. U-Boot clamps to 65.535 s.',
  notes: ['Above 65.535 s the kernel feeds in between.'],
  sources: [
    'linux 6.1.192 drivers/watchdog/meson_gxbb_wdt.c',
    'u-boot 6073c36b2c8d drivers/watchdog/meson_gxbb_wdt.c',
  ],
};
