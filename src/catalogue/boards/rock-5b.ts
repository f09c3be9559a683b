import type { Board } from '../types.js';

export const rock5b: Board = {
  id: 'rock-5b',
  title: 'Radxa Rock 5B',
  soc: 'Rockchip RK3588',
  arch: 'arm64',
  driver: 'dw_wdt',
  clockHz: 24_000_000,
  firmware:
    'No Rockchip defconfig of U-Boot enables the watchdog driver: nothing guards the boot until Linux opens the device.',
  notes: [
    'The clock is tclk, 24 MHz.',
    'The node is enabled in mainline; vendor 5.10 kernels may have it disabled.',
  ],
  sources: [
    'linux 6.12.95 rk3588s dtsi',
    'wiki.t-firefly.com (vendor 5.10)',
    'u-boot 6073c36b2c8d drivers/watchdog/designware_wdt.c',
  ],
};
