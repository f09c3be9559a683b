import type { Board } from '../types.js';

export const zynq7000: Board = {
  id: 'zynq-7000',
  title: 'Xilinx Zynq-7000 (ZedBoard)',
  soc: 'Xilinx Zynq-7000',
  arch: 'arm',
  driver: 'cadence_wdt',
  clockHz: null,
  firmware: 'A dog that U-Boot started runs on into Linux.',
  notes: [
    'The board does NOT reset until the device tree node has reset-on-timeout; zynq-7000.dtsi lacks it.',
    'The clock, and so what the hardware really holds, was not established.',
  ],
  sources: [
    'linux 6.1.192 arch/arm/boot/dts/zynq-7000.dtsi, cadence_wdt.c',
    'u-boot 6073c36b2c8d drivers/watchdog/Kconfig, wdt-uclass.c',
  ],
};
