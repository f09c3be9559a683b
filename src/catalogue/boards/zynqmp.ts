import type { Board } from '../types.js';

export const zynqmp: Board = {
  id: 'zynqmp',
  title: 'Xilinx ZynqMP (ZCU102)',
  soc: 'Xilinx Zynq UltraScale+',
  arch: 'arm64',
  driver: 'cadence_wdt',
  clockHz: null,
  firmware: 'A dog that U-Boot started runs on into Linux.',
  notes: [
    'The fpd watchdog has reset-on-timeout, lpd_watchdog does not: only the former resets the board.',
    'The clock, and so what the hardware really holds, was not established.',
  ],
  sources: ['linux 6.1.192 zynqmp.dtsi', 'u-boot 6073c36b2c8d drivers/watchdog/Kconfig, wdt-uclass.c'],
};
