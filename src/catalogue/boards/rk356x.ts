import type { Board } from '../types.js';

export const rk356x: Board = {
  id: 'rk356x',
  title: 'Rockchip RK3566/RK3568 board',
  soc: 'Rockchip RK356x',
  arch: 'arm64',
  driver: 'dw_wdt',
  clockHz: 24_000_000,
  firmware:
    'No Rockchip defconfig of U-Boot enables the watchdog driver: nothing guards the boot until Linux opens the device.',
  notes: ['The clock is tclk, 24 MHz.'],
  sources: ['linux 6.1.192 rk356x.dtsi', 'u-boot 6073c36b2c8d drivers/watchdog/designware_wdt.c'],
};
