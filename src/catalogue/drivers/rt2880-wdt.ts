import { counterLimits } from '../formulas.js';
import type { WatchdogDriver } from '../types.js';

export const rt2880Wdt: WatchdogDriver = {
  id: 'rt2880_wdt',
  title: 'Ralink SoC watchdog',
  identity: 'Ralink Watchdog',
  symbols: [
    {
      symbol: 'RALINK_WDT',
      why: 'driver of the Ralink watchdog',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:1847',
    },
  ],
  requires: ['RALINK'],
  arch: 'mips',
  modules: ['rt2880_wdt'],
  limits: (clockHz) =>
    counterLimits(clockHz, { ticks: 0xffff, text: '65535', prescaler: 65536, minMs: 1_000, unit: 's' }),
  defaultTimeoutMs: null,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'yes' },
  bootHandover: { value: 'no' },
  pretimeout: { value: 'no' },
  bootstatus: 'WDIOF_CARDRESET',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: null,
  qemu: null,
  softwareOnly: false,
  notes: ['The default timeout is the maximum.'],
  sources: ['linux 6.1.192 drivers/watchdog/rt2880_wdt.c:159,166'],
};
