import type { Board } from '../types.js';

export const imx93Evk: Board = {
  id: 'imx93-evk',
  title: 'NXP i.MX93 EVK',
  soc: 'NXP i.MX93',
  arch: 'arm64',
  driver: 'imx7ulp_wdt',
  clockHz: null,
  firmware: 'A dog that U-Boot started runs on into Linux. Linux 6.12 adopts it; 6.1 disables it at probe.',
  notes: ['imx93.dtsi sets timeout-sec 40.'],
  sources: ['linux 6.12.95 imx93.dtsi', 'u-boot 6073c36b2c8d drivers/watchdog/Kconfig, wdt-uclass.c'],
};
