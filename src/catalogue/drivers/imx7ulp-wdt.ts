import type { WatchdogDriver } from '../types.js';

export const imx7ulpWdt: WatchdogDriver = {
  id: 'imx7ulp_wdt',
  title: 'NXP i.MX7ULP watchdog',
  identity: 'i.MX7ULP watchdog timer',
  symbols: [
    {
      symbol: 'IMX7ULP_WDT',
      why: 'driver of the i.MX7ULP, i.MX8ULP and i.MX93 watchdog',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:720',
    },
  ],
  requires: ['ARCH_MXC'],
  arch: 'arm64',
  modules: ['imx7ulp_wdt'],
  limits: () => ({ minMs: 1_000, maxMs: 128_000, stepsMs: null, derivation: 'limit of the driver, 128 s' }),
  defaultTimeoutMs: 60_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'yes' },
  bootHandover: { value: 'version-dependent', note: '6.1: no, probe disables it; 6.12: yes' },
  pretimeout: { value: 'no' },
  bootstatus: 'none',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: {
    driver: 'drivers/watchdog/ulp_wdog.c',
    kconfig: 'CONFIG_ULP_WATCHDOG',
    note: '5376 ms by default',
  },
  qemu: null,
  softwareOnly: false,
  notes: [
    'The counter runs at 1000 Hz (i.MX7ULP) or 125 Hz (i.MX93). Its width was not established: above 65 s at 1000 Hz it needs more than 16 bits.',
    'There is no timeout module parameter; imx93.dtsi sets timeout-sec 40.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/imx7ulp_wdt.c:43,351,356',
    'linux 6.12.95 drivers/watchdog/imx7ulp_wdt.c:294',
    'u-boot 6073c36b2c8d drivers/watchdog/ulp_wdog.c',
  ],
};
