import type { WatchdogDriver } from '../types.js';

export const qcomWdt: WatchdogDriver = {
  id: 'qcom-wdt',
  title: 'Qualcomm KPSS watchdog',
  identity: 'qcom_wdt',
  symbols: [
    {
      symbol: 'QCOM_WDT',
      why: 'driver of the Qualcomm application processor watchdog',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:790',
    },
  ],
  requires: ['ARCH_QCOM'],
  arch: 'arm64',
  modules: ['qcom_wdt'],
  limits: () => ({
    minMs: 1_000,
    maxMs: 32_000,
    stepsMs: null,
    derivation: '20-bit counter at 32764 Hz: 0xfffff / 32764 = 32 s',
  }),
  defaultTimeoutMs: 30_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: {
    value: 'ignored',
    note: 'no parameter, and watchdog_set_nowayout is not called; only a sysfs write works',
  },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'no' },
  bootHandover: { value: 'yes' },
  pretimeout: { value: 'conditional', note: 'on KPSS with an interrupt; 1 s by default' },
  bootstatus: 'WDIOF_CARDRESET',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: {
    driver: 'drivers/watchdog/qcom-wdt.c',
    kconfig: 'CONFIG_WDT_QCOM',
    note: '20-bit counter; 30000 ms by default; WATCHDOG_AUTOSTART is off on ARCH_SNAPDRAGON',
  },
  qemu: null,
  softwareOnly: false,
  notes: [
    '6.1 accepts up to 8193 s although the KPSS counter has 20 bits: stay at or below the hardware maximum.',
    'The default is 30 s, or the maximum where that is less.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/qcom-wdt.c:254,173,301',
    'linux 6.12.95 drivers/watchdog/qcom-wdt.c:44',
    'u-boot 6073c36b2c8d drivers/watchdog/qcom-wdt.c',
  ],
};
