import type { WatchdogDriver } from '../types.js';

export const sunxiWdt: WatchdogDriver = {
  id: 'sunxi_wdt',
  title: 'Allwinner watchdog',
  identity: 'sunxi-wdt',
  symbols: [
    {
      symbol: 'SUNXI_WATCHDOG',
      why: 'driver of the Allwinner watchdog',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:610',
    },
  ],
  requires: ['ARCH_SUNXI'],
  arch: 'arm64',
  modules: ['sunxi_wdt'],
  limits: () => ({
    minMs: 1_000,
    maxMs: 16_000,
    stepsMs: [1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 8_000, 10_000, 12_000, 14_000, 16_000],
    derivation: 'interval table of the driver, 1..16 s',
  }),
  defaultTimeoutMs: 16_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'yes' },
  bootHandover: { value: 'version-dependent', note: '6.1.192: yes; 6.12.95: no, probe stops it' },
  pretimeout: { value: 'no' },
  bootstatus: 'none',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: {
    driver: 'drivers/watchdog/sunxi_wdt.c',
    kconfig: 'CONFIG_WDT_SUNXI',
    note: 'default y on ARCH_SUNXI, 16 s; WATCHDOG_AUTOSTART is off there',
  },
  qemu: null,
  softwareOnly: false,
  notes: [
    '7, 9, 11, 13 and 15 s are rounded up by one.',
    'The main dog of the H6 is disabled in the device tree ("Broken on some H6 boards"); r_watchdog serves instead.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/sunxi_wdt.c:26,61,321',
    'linux 6.12.95 drivers/watchdog/sunxi_wdt.c:278',
    'u-boot 6073c36b2c8d drivers/watchdog/sunxi_wdt.c',
  ],
};
