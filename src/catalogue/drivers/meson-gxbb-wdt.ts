import type { WatchdogDriver } from '../types.js';

export const mesonGxbbWdt: WatchdogDriver = {
  id: 'meson_gxbb_wdt',
  title: 'Amlogic Meson GXBB watchdog',
  identity: 'Meson GXBB Watchdog',
  symbols: [
    {
      symbol: 'MESON_GXBB_WATCHDOG',
      why: 'driver of the watchdog in 64-bit Amlogic SoCs',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:803',
    },
  ],
  requires: ['ARCH_MESON'],
  arch: 'arm64',
  modules: ['meson_gxbb_wdt'],
  limits: () => ({
    minMs: 1_000,
    maxMs: 65_535,
    stepsMs: null,
    derivation: '16-bit counter of milliseconds',
  }),
  defaultTimeoutMs: 30_000,
  overMax: 'core-keepalive',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'no' },
  bootHandover: { value: 'yes' },
  pretimeout: { value: 'no' },
  bootstatus: 'none',
  timeleft: { value: 'yes' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: {
    driver: 'drivers/watchdog/meson_gxbb_wdt.c',
    kconfig: 'CONFIG_WDT_MESON_GXBB',
    note: 'clamps to 65535 ms',
  },
  qemu: null,
  softwareOnly: false,
  notes: [],
  sources: [
    'linux 6.1.192 drivers/watchdog/meson_gxbb_wdt.c:186,17,200',
    'u-boot 6073c36b2c8d drivers/watchdog/meson_gxbb_wdt.c',
  ],
};
