import { renesasWdtLimits } from '../formulas.js';
import type { WatchdogDriver } from '../types.js';

export const renesasWdt: WatchdogDriver = {
  id: 'renesas_wdt',
  title: 'Renesas R-Car watchdog',
  identity: 'Renesas WDT Watchdog',
  symbols: [
    {
      symbol: 'RENESAS_WDT',
      why: 'driver of the R-Car Gen2 .. Gen4 watchdog',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:870',
    },
  ],
  requires: ['ARCH_RENESAS'],
  arch: 'arm64',
  modules: ['renesas_wdt'],
  limits: renesasWdtLimits,
  defaultTimeoutMs: 60_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'no' },
  bootHandover: { value: 'yes' },
  pretimeout: { value: 'no' },
  bootstatus: 'WDIOF_CARDRESET',
  timeleft: { value: 'yes' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: { driver: 'drivers/watchdog/renesas_wdt.c', kconfig: 'CONFIG_WDT_RENESAS' },
  qemu: null,
  softwareOnly: false,
  notes: ['The default is 60 s, or the maximum where that is less.'],
  sources: [
    'linux 6.1.192 drivers/watchdog/renesas_wdt.c:40,29,281',
    'u-boot 6073c36b2c8d drivers/watchdog/renesas_wdt.c',
  ],
};
