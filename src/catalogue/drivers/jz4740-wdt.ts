import { counterLimits } from '../formulas.js';
import type { WatchdogDriver } from '../types.js';

export const jz4740Wdt: WatchdogDriver = {
  id: 'jz4740_wdt',
  title: 'Ingenic JZ4740 watchdog',
  identity: 'jz4740 Watchdog',
  symbols: [
    {
      symbol: 'JZ4740_WDT',
      why: 'driver of the Ingenic watchdog',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:1715',
    },
  ],
  requires: ['MIPS', 'COMMON_CLK'],
  arch: 'mips',
  modules: ['jz4740_wdt'],
  limits: (clockHz) => counterLimits(clockHz, { ticks: 0xffff, text: '65535', minMs: 1_000, unit: 's' }),
  defaultTimeoutMs: 5_000,
  overMax: 'einval',
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
    'The rate is the lowest that the timer unit offers; it was not established (32 Hz would give 2047 s).',
  ],
  sources: ['linux 6.1.192 drivers/watchdog/jz4740_wdt.c:170,157'],
};
