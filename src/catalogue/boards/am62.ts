import type { Board } from '../types.js';

export const am62: Board = {
  id: 'am62',
  title: 'TI AM62 (SK, BeaglePlay)',
  soc: 'TI AM62x',
  arch: 'arm64',
  driver: 'rti_wdt',
  clockHz: null,
  firmware:
    'A dog that U-Boot started runs on into Linux. Linux adopts it with the timeout that U-Boot set. A reset follows only where the ESM is routed (CONFIG_ESM_K3) or R5 firmware handles the NMI (CONFIG_WDT_K3_RTI_LOAD_FW).',
  notes: [
    'The clock comes from TI-SCI; 32768 Hz gives 1023 s.',
    'The timeout cannot be set through the device: use rti_wdt.heartbeat or timeout-sec.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/rti_wdt.c, k3-am62-main.dtsi',
    'u-boot 6073c36b2c8d drivers/watchdog/rti_wdt.c',
  ],
};
