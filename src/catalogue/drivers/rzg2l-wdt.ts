import { counterLimits } from '../formulas.js';
import type { WatchdogDriver } from '../types.js';

export const rzg2lWdt: WatchdogDriver = {
  id: 'rzg2l_wdt',
  title: 'Renesas RZ/G2L watchdog',
  identity: 'Renesas RZ/G2L WDT Watchdog',
  symbols: [
    {
      symbol: 'RENESAS_RZG2LWDT',
      why: 'driver of the RZ/G2L and RZ/V2M watchdog',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:894',
    },
  ],
  requires: ['ARCH_RENESAS'],
  arch: 'arm64',
  modules: ['rzg2l_wdt'],
  limits: (clockHz) =>
    counterLimits(clockHz, { ticks: 2 ** 20 * 4096, text: '2^20 x 4096', minMs: 1_000, unit: 's' }),
  defaultTimeoutMs: 60_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes', note: 'through the reset of the module' },
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
  notes: ['178 s with the 24 MHz oscillator of the RZ/G2L.'],
  sources: ['linux 6.1.192 drivers/watchdog/rzg2l_wdt.c:307,31'],
};
