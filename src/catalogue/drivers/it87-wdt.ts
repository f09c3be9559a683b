import type { WatchdogDriver } from '../types.js';

export const it87Wdt: WatchdogDriver = {
  id: 'it87_wdt',
  title: 'ITE IT86xx/IT87xx Super I/O watchdog',
  identity: 'IT87 WDT',
  symbols: [
    {
      symbol: 'IT87_WDT',
      why: 'driver of the watchdog in ITE Super I/O chips',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:1309',
    },
  ],
  requires: ['X86'],
  arch: 'x86',
  modules: ['it87_wdt'],
  limits: () => ({
    minMs: 1_000,
    maxMs: 3_932_100_000,
    stepsMs: null,
    derivation: '16-bit counter of minutes: 65535 min',
  }),
  defaultTimeoutMs: 60_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: {
    value: 'ignored',
    note: 'the parameter is declared but never applied (6.1 and 6.12); only a sysfs write works',
  },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'yes' },
  bootHandover: { value: 'yes' },
  pretimeout: { value: 'no' },
  bootstatus: 'none',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: null,
  qemu: null,
  softwareOnly: false,
  notes: [
    'IT8702, and IT8712 before revision 8, hold 255 min (15300 s).',
    'Above the range in seconds a request is rounded up to whole minutes.',
  ],
  sources: ['linux 6.1.192 drivers/watchdog/it87_wdt.c:392,96,108'],
};
