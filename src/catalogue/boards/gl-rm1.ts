import type { Board } from '../types.js';

export const glRm1: Board = {
  id: 'gl-rm1',
  title: 'GL.iNet Comet (RM-1)',
  soc: 'Rockchip RV1126',
  arch: 'arm',
  driver: 'dw_wdt',
  clockHz: 100_000_000,
  firmware:
    'No Rockchip defconfig of U-Boot enables the watchdog driver: nothing guards the boot until Linux opens the device. U-Boot sets the clock (PCLK_PDBUS_HZ) to 100 MHz. The vendor firmware could not be checked.',
  notes: [
    'That the SoC is an RV1126 was not confirmed from a primary source.',
    'The clock in the vendor kernel was not established: 100 MHz is what mainline U-Boot sets.',
    'rv1126.dtsi has the watchdog node disabled; whether the vendor enables it was not established.',
  ],
  sources: [
    'u-boot 6073c36b2c8d arch/arm/include/asm/arch-rockchip/cru_rv1126.h, drivers/clk/rockchip/clk_rv1126.c',
    'u-boot 6073c36b2c8d drivers/watchdog/designware_wdt.c',
  ],
};
