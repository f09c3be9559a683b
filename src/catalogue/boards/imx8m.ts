import type { Board } from '../types.js';

export const imx8m: Board = {
  id: 'imx8m',
  title: 'i.MX8M board',
  soc: 'NXP i.MX8M',
  arch: 'arm64',
  driver: 'imx2_wdt',
  clockHz: null,
  firmware: 'U-Boot holds 0.5 to 128 s. A dog that U-Boot started runs on into Linux. Linux adopts it.',
  notes: [
    'The nodes are disabled in imx8mm.dtsi; the boards enable them.',
    'The watchdog cannot be stopped: after a close the kernel feeds for ever.',
  ],
  sources: [
    'linux 6.1.192 arch/arm64/boot/dts/freescale/imx8mm.dtsi',
    'u-boot 6073c36b2c8d drivers/watchdog/imx_watchdog.c',
  ],
};
