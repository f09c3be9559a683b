import { counterLimits } from '../formulas.js';
import type { WatchdogDriver } from '../types.js';

export const starfiveWdt: WatchdogDriver = {
  id: 'starfive-wdt',
  title: 'StarFive JH7110 watchdog',
  identity: 'StarFive Watchdog',
  symbols: [
    {
      symbol: 'STARFIVE_WATCHDOG',
      why: 'driver of the JH7100 and JH7110 watchdog',
      type: 'tristate',
      since: '6.4',
      source: 'linux 6.12.117 drivers/watchdog/Kconfig:2080',
    },
  ],
  requires: ['SOC_STARFIVE'],
  arch: 'riscv',
  modules: ['starfive-wdt'],
  limits: (clockHz) =>
    counterLimits(clockHz, { ticks: 2 * 0xffffffff, text: '2 x (2^32-1)', minMs: 1_000, unit: 's' }),
  defaultTimeoutMs: 15_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'yes' },
  bootHandover: { value: 'conditional', note: 'probe stops it, unless early_enable=1' },
  pretimeout: { value: 'no' },
  bootstatus: 'none',
  timeleft: { value: 'yes' },
  watchdogCore: true,
  since: '6.4',
  kernelVersions: '6.12.95 checked; absent from 6.1.192',
  uboot: {
    driver: 'drivers/watchdog/starfive_wdt.c',
    kconfig: 'CONFIG_WDT_STARFIVE',
    note: 'the VisionFive 2 defconfig has it with AUTOSTART off',
  },
  qemu: null,
  softwareOnly: false,
  notes: [
    'The JH7110 resets at the second expiry of its counter, which the maximum includes; the JH7100 holds half.',
  ],
  sources: [
    'linux 6.12.95 drivers/watchdog/starfive-wdt.c:301,59,68',
    'u-boot 6073c36b2c8d drivers/watchdog/starfive_wdt.c',
    'linux commit db728ea9c7be, April 2023: first in v6.4',
  ],
};
