import type { WatchdogDriver } from '../types.js';

export const softdog: WatchdogDriver = {
  id: 'softdog',
  title: 'Software watchdog',
  identity: 'Software Watchdog',
  symbols: [
    {
      symbol: 'SOFT_WATCHDOG',
      why: 'watchdog made of a kernel timer: dies with the kernel',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:152',
    },
  ],
  requires: [],
  arch: 'x86',
  modules: ['softdog'],
  limits: () => ({
    minMs: 1_000,
    maxMs: 65_535_000,
    stepsMs: null,
    derivation: 'limit of the driver, 65535 s; a kernel timer, no hardware',
  }),
  defaultTimeoutMs: 60_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'yes' },
  bootHandover: {
    value: 'no',
    note: 'soft_active_on_boot starts the timer but does not set WDOG_HW_RUNNING',
  },
  pretimeout: { value: 'conditional', note: 'with SOFT_WATCHDOG_PRETIMEOUT' },
  bootstatus: 'none',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: null,
  qemu: 'any machine',
  softwareOnly: true,
  notes: [
    'Not a hardware watchdog: a hung kernel or CPU defeats it.',
    'Loaded before the hardware driver it takes watchdog0. Tested with Debian 6.1.192: 65535 accepted, 65536 EINVAL.',
  ],
  sources: ['linux 6.1.192 drivers/watchdog/softdog.c:31,178,188'],
};
