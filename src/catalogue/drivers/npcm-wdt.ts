import type { WatchdogDriver } from '../types.js';

export const npcmWdt: WatchdogDriver = {
  id: 'npcm_wdt',
  title: 'Nuvoton NPCM watchdog',
  identity: 'npcm_wdt',
  symbols: [
    {
      symbol: 'NPCM7XX_WATCHDOG',
      why: 'driver of the watchdog in Nuvoton BMC SoCs',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:620',
    },
  ],
  requires: ['ARCH_NPCM'],
  arch: 'arm',
  modules: ['npcm_wdt'],
  limits: () => ({
    minMs: 1_000,
    maxMs: 2_750_000,
    stepsMs: [1_000, 2_000, 5_000, 10_000, 21_000, 43_000, 86_000, 172_000, 687_000, 2_750_000],
    derivation: 'table of the driver',
  }),
  defaultTimeoutMs: 86_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: { value: 'ignored', note: 'no parameter; only a sysfs write works' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'no' },
  bootHandover: { value: 'yes' },
  pretimeout: { value: 'no' },
  bootstatus: 'none',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: { driver: 'drivers/watchdog/npcm_wdt.c', kconfig: 'CONFIG_WDT_NPCM' },
  qemu: 'npcm750-evb, quanta-gsj, quanta-gbs-bmc, kudo-bmc, mori-bmc',
  softwareOnly: false,
  notes: [
    'A request is rounded up to the next step: 173 becomes 687.',
    'The interrupt notifies a pretimeout, but the option flag is not set.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/npcm_wdt.c:217,114,229',
    'u-boot 6073c36b2c8d drivers/watchdog/npcm_wdt.c',
  ],
};
