import type { WatchdogDriver } from '../types.js';

export const da9063Wdt: WatchdogDriver = {
  id: 'da9063_wdt',
  title: 'Dialog DA9063 PMIC watchdog',
  identity: 'DA9063 Watchdog',
  // A bus or a PMIC that other drivers need early stays built in, even where the watchdog is a module.
  symbols: [
    {
      symbol: 'DA9063_WATCHDOG',
      why: 'driver of the watchdog in the DA9063 PMIC',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:207',
    },
    {
      symbol: 'I2C',
      why: 'bus of the PMIC',
      type: 'bool',
      source: 'linux 6.1.192 drivers/i2c/Kconfig:8',
    },
    {
      symbol: 'MFD_DA9063',
      why: 'the PMIC itself',
      type: 'bool',
      source: 'linux 6.1.192 drivers/mfd/Kconfig:369',
    },
  ],
  requires: [],
  arch: 'arm',
  modules: ['da9063_wdt'],
  limits: () => ({
    minMs: 2_000,
    maxMs: 131_000,
    stepsMs: [2_000, 4_000, 8_000, 16_000, 32_000, 65_000, 131_000],
    derivation: '2.048 s x 2^n',
  }),
  defaultTimeoutMs: 8_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: { value: 'config-only', note: 'CONFIG_WATCHDOG_NOWAYOUT only; there is no parameter' },
  magicClose: false,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'no' },
  bootHandover: { value: 'yes' },
  pretimeout: { value: 'no' },
  bootstatus: 'none',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: { driver: 'drivers/watchdog/da9063-wdt.c', kconfig: 'CONFIG_WDT_DA9063' },
  qemu: null,
  softwareOnly: false,
  notes: [
    'No magic close: ANY close, a crash of the feeder too, stops the dog unless WATCHDOG_NOWAYOUT is set in the kernel.',
    'The core delays pings that come within 256 ms.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/da9063_wdt.c:35,36,230,252',
    'u-boot 6073c36b2c8d drivers/watchdog/da9063-wdt.c',
  ],
};
