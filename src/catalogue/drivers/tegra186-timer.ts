import type { WatchdogDriver } from '../types.js';

export const tegra186Timer: WatchdogDriver = {
  id: 'tegra186-timer',
  title: 'NVIDIA Tegra186 timer watchdog',
  identity: 'NVIDIA Tegra186 WDT',
  symbols: [
    {
      symbol: 'TEGRA186_TIMER',
      why: 'driver of the Tegra186/194/234 timers with their watchdog; needs WATCHDOG_CORE=y',
      type: 'bool',
      source: 'linux 6.1.192 drivers/clocksource/Kconfig:160',
    },
  ],
  requires: ['ARCH_TEGRA'],
  arch: 'arm64',
  modules: [],
  limits: () => ({
    minMs: 1_000,
    maxMs: 255_000,
    stepsMs: null,
    derivation: '8-bit count (limit of the driver)',
  }),
  defaultTimeoutMs: 5_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: { value: 'ignored', note: 'no parameter; only a sysfs write works' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'no' },
  bootHandover: { value: 'no' },
  pretimeout: { value: 'no' },
  bootstatus: 'none',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked; self-ping fixed in v6.16',
  uboot: null,
  qemu: null,
  softwareOnly: false,
  notes: [
    'The interrupt handler pings the dog itself: before v6.16 a dead feeder never causes a reset.',
    'Built in only; WATCHDOG_CORE must be built in too. Jetson TX2, Xavier and Orin with a mainline kernel.',
  ],
  sources: [
    'linux 6.1.192 and 6.12.95 drivers/clocksource/timer-tegra186.c (max_timeout 255, timeout 5, tegra186_wdt irq)',
    'mainline commit b42d781e0350 "clocksource/drivers/timer-tegra186: Fix watchdog self-pinging"',
  ],
};
