import { counterLimits } from '../formulas.js';
import type { WatchdogDriver } from '../types.js';

export const rzaWdt: WatchdogDriver = {
  id: 'rza_wdt',
  title: 'Renesas RZ/A watchdog',
  identity: 'Renesas RZ/A WDT Watchdog',
  symbols: [
    {
      symbol: 'RENESAS_RZAWDT',
      why: 'driver of the RZ/A1 and RZ/A2 watchdog',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:878',
    },
  ],
  requires: ['ARCH_RENESAS'],
  arch: 'arm',
  modules: ['rza_wdt'],
  // RZ/A1; RZ/A2 holds 256 times as much.
  limits: (clockHz) =>
    counterLimits(clockHz, { ticks: 255 * 2 ** 14, text: '255 x 16384', minMs: 1_000, unit: 'ms' }),
  defaultTimeoutMs: 30_000,
  overMax: 'core-keepalive',
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
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: null,
  qemu: null,
  softwareOnly: false,
  notes: [
    'RZ/A1 holds about 0.125 s at 33.3 MHz: the kernel pings every 60 ms, and a long stretch with interrupts off resets the board.',
    'RZ/A2 (r7s9210) holds 255 x 4194304 / clock, about 32 s at 33.3 MHz, and refuses more (EINVAL).',
  ],
  sources: ['linux 6.1.192 drivers/watchdog/rza_wdt.c:199,210,18'],
};
