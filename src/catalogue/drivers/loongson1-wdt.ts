import { counterLimits } from '../formulas.js';
import type { WatchdogDriver } from '../types.js';

export const loongson1Wdt: WatchdogDriver = {
  id: 'loongson1_wdt',
  title: 'Loongson-1 watchdog',
  identity: 'Loongson1 Watchdog',
  symbols: [
    {
      symbol: 'LOONGSON1_WDT',
      why: 'driver of the Loongson-1 watchdog',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:1840',
    },
  ],
  requires: ['MACH_LOONGSON32'],
  arch: 'mips',
  modules: ['loongson1_wdt'],
  limits: (clockHz) =>
    counterLimits(clockHz, { ticks: 0xffffffff, text: '(2^32-1)', minMs: 1_000, unit: 's' }),
  defaultTimeoutMs: 30_000,
  overMax: 'core-keepalive',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'no' },
  bootHandover: { value: 'no' },
  pretimeout: { value: 'no' },
  bootstatus: 'none',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: null,
  qemu: null,
  softwareOnly: false,
  notes: [
    '6.1 binds the platform device ls1x-wdt; 6.12 binds loongson,ls1b-wdt and loongson,ls1c-wdt of the device tree.',
  ],
  sources: ['linux 6.1.192 drivers/watchdog/loongson1_wdt.c:40,12'],
};
