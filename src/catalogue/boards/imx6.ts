import type { Board } from '../types.js';

export const imx6: Board = {
  id: 'imx6',
  title: 'i.MX6 board (SabreLite, ..)',
  soc: 'NXP i.MX6',
  arch: 'arm',
  driver: 'imx2_wdt',
  clockHz: null,
  firmware:
    'U-Boot starts the dog with 128 s by default on i.MX6. A dog that U-Boot started runs on into Linux. Linux adopts it.',
  notes: ['The watchdog cannot be stopped: after a close the kernel feeds for ever.'],
  sources: ['linux 6.1.192 imx6qdl.dtsi, imx2_wdt.c', 'u-boot 6073c36b2c8d drivers/watchdog/imx_watchdog.c'],
};
