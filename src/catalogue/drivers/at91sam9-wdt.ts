import type { WatchdogDriver } from '../types.js';

export const at91sam9Wdt: WatchdogDriver = {
  id: 'at91sam9_wdt',
  title: 'Atmel AT91SAM9 watchdog',
  identity: 'AT91SAM9 Watchdog',
  symbols: [
    {
      symbol: 'AT91SAM9X_WATCHDOG',
      why: 'driver of the AT91SAM9 watchdog',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:414',
    },
  ],
  requires: ['ARCH_AT91'],
  arch: 'arm',
  modules: ['at91sam9_wdt'],
  limits: () => ({
    minMs: 1_000,
    maxMs: 16_000,
    stepsMs: null,
    derivation: '12 bits at 256 Hz: 16 s; the timer of the driver feeds up to 65535 s',
  }),
  defaultTimeoutMs: 15_000,
  // Not the core: a timer of the driver. What a dead kernel means is the same. More than 65535 s is EINVAL.
  overMax: 'core-keepalive',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: {
    value: 'conditional',
    note: 'in software only: the hardware never stops; after V the timer of the driver feeds it',
  },
  stopOnReboot: { value: 'no' },
  bootHandover: {
    value: 'conditional',
    note: 'the mode register is write-once and the timer of the driver feeds from probe; WDOG_HW_RUNNING is not used',
  },
  pretimeout: { value: 'no' },
  bootstatus: 'none',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: { driver: 'drivers/watchdog/at91sam9_wdt.c', kconfig: 'CONFIG_WDT_AT91' },
  qemu: null,
  softwareOnly: false,
  notes: [
    'Above 16 s, and up to 65535 s, the kernel timer of the driver feeds: a dead kernel resets within 16 s, a dead user space after the whole timeout.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/at91sam9_wdt.c:344,345,69',
    'u-boot 6073c36b2c8d drivers/watchdog/at91sam9_wdt.c',
  ],
};
