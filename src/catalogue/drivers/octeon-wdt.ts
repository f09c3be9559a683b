import type { WatchdogDriver } from '../types.js';

export const octeonWdt: WatchdogDriver = {
  id: 'octeon-wdt',
  title: 'Cavium Octeon watchdog',
  identity: 'OCTEON',
  symbols: [
    {
      symbol: 'OCTEON_WDT',
      why: 'driver of the Octeon watchdog',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:1757',
    },
  ],
  requires: ['CAVIUM_OCTEON_SOC'],
  arch: 'mips',
  modules: ['octeon-wdt'],
  limits: () => ({
    minMs: null,
    maxMs: 6_000,
    stepsMs: null,
    derivation: 'the hardware counts at most 6 s; the interrupt of the driver extends it',
  }),
  defaultTimeoutMs: 60_000,
  // Not the core: the interrupt of the driver. More than 4294967 s is EINVAL.
  overMax: 'core-keepalive',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'no' },
  bootHandover: {
    value: 'conditional',
    note: 'armed on every CPU at load; the interrupt feeds until the device is opened',
  },
  pretimeout: { value: 'no' },
  bootstatus: 'none',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: {
    driver: 'drivers/watchdog/octeontx_wdt.c',
    kconfig: 'CONFIG_WDT_OCTEONTX',
    note: 'default y on ARCH_OCTEON and ARCH_OCTEONTX; matches cavium,octeon-7890-ciu3 and the OcteonTX dogs',
  },
  qemu: null,
  softwareOnly: false,
  notes: ['The driver accepts up to 4294967 s and extends the hardware period by interrupts.'],
  sources: ['linux 6.1.192 drivers/watchdog/octeon-wdt-main.c:548,88,561'],
};
