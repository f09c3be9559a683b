import { counterLimits } from '../formulas.js';
import type { WatchdogDriver } from '../types.js';

export const rtiWdt: WatchdogDriver = {
  id: 'rti_wdt',
  title: 'TI K3 RTI watchdog',
  identity: 'K3 RTI Watchdog',
  symbols: [
    {
      symbol: 'K3_RTI_WATCHDOG',
      why: 'driver of the windowed watchdog in TI K3 SoCs',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:580',
    },
  ],
  requires: ['ARCH_K3'],
  arch: 'arm64',
  modules: ['rti_wdt'],
  limits: (clockHz) =>
    counterLimits(clockHz, { ticks: 0xfff * 2 ** 13, text: '0xfff x 2^13', minMs: 1_000, unit: 's' }),
  defaultTimeoutMs: 60_000,
  overMax: 'eopnotsupp',
  resetsAtExpiry: 1,
  nowayout: { value: 'forced' },
  magicClose: false,
  stoppable: { value: 'no' },
  stopOnReboot: { value: 'no' },
  bootHandover: { value: 'yes', note: 'adopts the preset timeout and ignores the heartbeat parameter' },
  pretimeout: { value: 'no' },
  bootstatus: '6.1: none; 6.12: with a DT memory-region',
  timeleft: { value: 'yes' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: {
    driver: 'drivers/watchdog/rti_wdt.c',
    kconfig: 'CONFIG_WDT_K3_RTI',
    note: 'CONFIG_WDT_K3_RTI_LOAD_FW loads the R5 firmware that turns the NMI into a reset. No stop.',
  },
  qemu: null,
  softwareOnly: false,
  notes: [
    'No WDIOC_SETTIMEOUT: set the module parameter rti_wdt.heartbeat or timeout-sec in the device tree.',
    'Windowed: only the second half of the period accepts a ping; the core delays early ones (52 % + 250 ms).',
    'The expiry raises an NMI/ESM event. A reset follows only where the ESM is routed (U-Boot CONFIG_ESM_K3, esm-pins) or R5 firmware handles it.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/rti_wdt.c:95,247,192,262',
    'u-boot 6073c36b2c8d drivers/watchdog/rti_wdt.c',
  ],
};
