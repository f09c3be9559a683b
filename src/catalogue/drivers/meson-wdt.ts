import type { WatchdogDriver } from '../types.js';

export const mesonWdt: WatchdogDriver = {
  id: 'meson_wdt',
  title: 'Amlogic Meson watchdog',
  identity: 'meson_wdt',
  symbols: [
    {
      symbol: 'MESON_WATCHDOG',
      why: 'driver of the watchdog in 32-bit Amlogic SoCs',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:813',
    },
  ],
  requires: ['ARCH_MESON'],
  arch: 'arm',
  modules: ['meson_wdt'],
  // The driver refuses more than its SoC holds, so the least of the four counts.
  limits: () => ({
    minMs: 1_000,
    maxMs: 8_000,
    stepsMs: null,
    derivation: 'meson8b, meson8m2 (Odroid C1): 8 s; meson6 and meson8 hold 41 s',
  }),
  defaultTimeoutMs: 30_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'yes' },
  bootHandover: { value: 'no', note: 'probe stops it' },
  pretimeout: { value: 'no' },
  bootstatus: 'none',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: null,
  qemu: null,
  softwareOnly: false,
  notes: [
    'The smaller maximum is used: a value up to 8 s is right on all four SoCs.',
    'The default is 30 s, or the maximum where that is less: 8 s on meson8b.',
  ],
  sources: ['linux 6.1.192 drivers/watchdog/meson_wdt.c:180,29'],
};
