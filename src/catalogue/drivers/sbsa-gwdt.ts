import { sbsaGwdtLimits } from '../formulas.js';
import type { WatchdogDriver } from '../types.js';

export const sbsaGwdt: WatchdogDriver = {
  id: 'sbsa_gwdt',
  title: 'ARM SBSA generic watchdog',
  identity: 'SBSA Generic Watchdog',
  symbols: [
    {
      symbol: 'ARM_SBSA_WATCHDOG',
      why: 'driver of the SBSA generic watchdog of ARM servers',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:365',
    },
  ],
  requires: ['ARM64', 'ARM_ARCH_TIMER'],
  arch: 'arm64',
  modules: ['sbsa_gwdt'],
  limits: sbsaGwdtLimits,
  defaultTimeoutMs: 10_000,
  overMax: 'core-keepalive',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'yes' },
  bootHandover: { value: 'yes', note: 'a dog found running (EN in WCS) is adopted' },
  pretimeout: { value: 'no' },
  bootstatus: 'WDIOF_CARDRESET (WS1)',
  timeleft: { value: 'yes' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: { driver: 'drivers/watchdog/sbsa_gwdt.c', kconfig: 'CONFIG_WDT_SBSA' },
  qemu: 'sbsa-ref',
  softwareOnly: false,
  notes: [
    'action=1 panics at the first stage (WS0) and halves the maximum; action=0, the default, ignores WS0.',
    'Version 1 of the watchdog has a 48-bit counter and holds far more. The MediaTek implementation needs at least 3 s.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/sbsa_gwdt.c:334,336,381,344,102',
    'u-boot 6073c36b2c8d drivers/watchdog/sbsa_gwdt.c',
  ],
};
