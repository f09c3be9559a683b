import type { Board } from '../types.js';

export const rock64: Board = {
  id: 'rock64',
  title: 'Pine64 Rock64',
  soc: 'Rockchip RK3328',
  arch: 'arm64',
  driver: 'dw_wdt',
  clockHz: 75_000_000,
  firmware:
    "No Rockchip defconfig of U-Boot enables the watchdog driver: nothing guards the boot until Linux opens the device. U-Boot's clock driver does not know the RK3328's PCLK_WDT either. To U-Boot a watchdog reset is a boot like any other after an abnormal reboot: a boot counter counts it.",
  notes: [
    'The clock is PCLK_WDT from pclk_bus, which rk3328.dtsi assigns 75 MHz.',
    "30 s, the driver's default, is above the hardware: the kernel feeds in between, and a dead kernel resets after at most 28.6 s.",
  ],
  sources: [
    'linux 6.1.192 arch/arm64/boot/dts/rockchip/rk3328.dtsi, drivers/watchdog/dw_wdt.c',
    'u-boot 6073c36b2c8d drivers/watchdog/designware_wdt.c',
  ],
};
