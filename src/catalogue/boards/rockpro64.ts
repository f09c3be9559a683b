import type { Board } from '../types.js';

export const rockpro64: Board = {
  id: 'rockpro64',
  title: 'Pine64 RockPro64',
  soc: 'Rockchip RK3399',
  arch: 'arm64',
  driver: 'dw_wdt',
  clockHz: null,
  firmware:
    'U-Boot turns the driver on by default on the RK3399, but only together with WDT: no Rockchip defconfig enables it. A dog that U-Boot started runs on into Linux.',
  notes: [
    'The clock is GPLL (594 MHz) behind a divider that the boot loader leaves: not established. 99 MHz would give 21 s, 74.25 MHz 28 s; measure it.',
  ],
  sources: [
    'linux 6.1.192 drivers/clk/rockchip/clk-rk3399.c, rk3399.dtsi',
    'u-boot 6073c36b2c8d drivers/watchdog/designware_wdt.c',
  ],
};
