import { counterLimits } from '../formulas.js';
import type { WatchdogDriver } from '../types.js';

export const sp805Wdt: WatchdogDriver = {
  id: 'sp805_wdt',
  title: 'ARM SP805 watchdog',
  identity: 'sp805-wdt',
  symbols: [
    {
      symbol: 'ARM_SP805_WATCHDOG',
      why: 'driver of the ARM SP805 watchdog',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:357',
    },
  ],
  requires: ['ARM_AMBA'],
  arch: 'arm64',
  modules: ['sp805_wdt'],
  limits: (clockHz) => counterLimits(clockHz, { ticks: 2 ** 33, text: '2 x 2^32', minMs: null, unit: 'ms' }),
  defaultTimeoutMs: 60_000,
  overMax: 'clamped-and-reported',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'yes' },
  bootHandover: { value: 'yes' },
  pretimeout: { value: 'no' },
  bootstatus: 'none',
  timeleft: { value: 'yes' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: { driver: 'drivers/watchdog/sp805_wdt.c', kconfig: 'CONFIG_WDT_SP805' },
  qemu: null,
  softwareOnly: false,
  notes: [
    'The 32-bit counter runs twice. The driver clamps a request to the hardware and WDIOC_GETTIMEOUT reports the clamped value; max_timeout is not set.',
    'QEMU 7.2 vexpress does not model it.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/sp805_wdt.c:41,34,292',
    'u-boot 6073c36b2c8d drivers/watchdog/sp805_wdt.c',
  ],
};
