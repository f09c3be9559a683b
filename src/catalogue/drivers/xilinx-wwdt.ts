import { counterLimits } from '../formulas.js';
import type { WatchdogDriver } from '../types.js';

export const xilinxWwdt: WatchdogDriver = {
  id: 'xilinx_wwdt',
  title: 'Xilinx Versal window watchdog',
  identity: 'xlnx_window watchdog',
  symbols: [
    {
      symbol: 'XILINX_WINDOW_WATCHDOG',
      why: 'driver of the Versal window watchdog',
      type: 'tristate',
      since: '6.5',
      source: 'linux 6.12.117 drivers/watchdog/Kconfig:343',
    },
  ],
  requires: ['ARM64', 'HAS_IOMEM'],
  arch: 'arm64',
  modules: ['xilinx_wwdt'],
  limits: (clockHz) =>
    counterLimits(clockHz, { ticks: 2 ** 33 - 2, text: '(2^33-2)', minMs: 1_000, unit: 's' }),
  defaultTimeoutMs: 42_000,
  overMax: 'core-keepalive',
  resetsAtExpiry: 1,
  nowayout: { value: 'forced' },
  magicClose: false,
  stoppable: { value: 'no' },
  stopOnReboot: { value: 'no' },
  bootHandover: { value: 'no' },
  pretimeout: { value: 'no' },
  bootstatus: 'none',
  timeleft: { value: 'no' },
  watchdogCore: true,
  since: '6.5',
  kernelVersions: '6.12.95 checked; absent from 6.1.192',
  uboot: { driver: 'drivers/watchdog/xilinx_wwdt.c', kconfig: 'CONFIG_WDT_XILINX' },
  qemu: null,
  softwareOnly: false,
  notes: [
    'Windowed; half of the period is closed by default (closed_window_percent).',
    'WDIOC_SETTIMEOUT is accepted, but the window in the hardware stays as set at probe (wwdt_timeout).',
  ],
  sources: [
    'linux 6.12.95 drivers/watchdog/xilinx_wwdt.c:19,223,170',
    'u-boot 6073c36b2c8d drivers/watchdog/xilinx_wwdt.c',
    'linux commit 12984cea1b8c, June 2023: first in v6.5',
  ],
};
