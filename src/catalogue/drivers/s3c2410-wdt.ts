import { counterLimits } from '../formulas.js';
import type { WatchdogDriver } from '../types.js';

export const s3c2410Wdt: WatchdogDriver = {
  id: 's3c2410_wdt',
  title: 'Samsung S3C2410/Exynos watchdog',
  identity: 'S3C2410 Watchdog',
  symbols: [
    {
      symbol: 'S3C2410_WATCHDOG',
      why: 'driver of the Samsung Exynos watchdog',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:493',
    },
  ],
  requires: ['ARCH_EXYNOS'],
  arch: 'arm',
  modules: ['s3c2410_wdt'],
  limits: (clockHz) =>
    counterLimits(clockHz, { ticks: 256 * 128 * 0xffff, text: '256 x 128 x 65535', minMs: 1_000, unit: 's' }),
  defaultTimeoutMs: 15_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'no' },
  bootHandover: { value: 'conditional', note: 'probe stops it, unless tmr_atboot=1' },
  pretimeout: { value: 'no' },
  bootstatus: 'WDIOF_CARDRESET on variants with the PMU reset status',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: { driver: 'drivers/watchdog/s5p_wdt.c', kconfig: 'CONFIG_S5P (no DM driver)' },
  qemu: null,
  softwareOnly: false,
  notes: [
    '32 s at 66.7 MHz, 21 s at 100 MHz, 82 s at 26 MHz.',
    'ARCH_S3C24XX, ARCH_S3C64XX and ARCH_S5PV210 use the driver too. QEMU has no model.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/s3c2410_wdt.c:304,55,119,638',
    'u-boot 6073c36b2c8d drivers/watchdog/s5p_wdt.c',
  ],
};
