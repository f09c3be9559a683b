import { counterLimits } from '../formulas.js';
import type { WatchdogDriver } from '../types.js';

export const orionWdt: WatchdogDriver = {
  id: 'orion_wdt',
  title: 'Marvell Orion watchdog',
  identity: 'Orion Watchdog',
  symbols: [
    {
      symbol: 'ORION_WATCHDOG',
      why: 'driver of the watchdog in Marvell Orion, Kirkwood and 32-bit Armada',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:588',
    },
  ],
  requires: ['ARM', 'ARCH_MVEBU'],
  arch: 'arm',
  modules: ['orion_wdt'],
  limits: (clockHz) =>
    counterLimits(clockHz, { ticks: 0xffffffff, text: '(2^32-1)', minMs: 1_000, unit: 's' }),
  defaultTimeoutMs: null,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'no' },
  bootHandover: { value: 'yes' },
  pretimeout: { value: 'conditional', note: 'with a second interrupt in the device tree' },
  bootstatus: 'none',
  timeleft: { value: 'yes' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: { driver: 'drivers/watchdog/orion_wdt.c', kconfig: 'CONFIG_WDT_ORION' },
  qemu: null,
  softwareOnly: false,
  notes: [
    'The default timeout is the maximum.',
    'Clocks: 25 MHz on Armada XP/38x (171 s), 200 MHz (21 s) or 166 MHz (25 s) on Kirkwood, 200/32 MHz on Armada 370 (687 s).',
    'The interrupt of the first stage panics.',
    'Dove (MACH_DOVE) and Orion5x use the driver too.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/orion_wdt.c:560,591,191,607',
    'u-boot 6073c36b2c8d drivers/watchdog/orion_wdt.c',
  ],
};
