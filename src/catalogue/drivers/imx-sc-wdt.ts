import type { WatchdogDriver } from '../types.js';

export const imxScWdt: WatchdogDriver = {
  id: 'imx_sc_wdt',
  title: 'NXP i.MX8 system controller watchdog',
  identity: 'i.MX SC watchdog timer',
  // A bus or a PMIC that other drivers need early stays built in, even where the watchdog is a module.
  symbols: [
    {
      symbol: 'IMX_SC_WDT',
      why: 'driver of the watchdog in the i.MX8QM/QXP system controller',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:703',
    },
    {
      symbol: 'MAILBOX',
      why: 'mailboxes, through which the system controller is reached',
      type: 'bool',
      source: 'linux 6.1.192 drivers/mailbox/Kconfig:2',
    },
    {
      symbol: 'IMX_MBOX',
      why: 'the i.MX mailbox',
      type: 'bool',
      source: 'linux 6.1.192 drivers/mailbox/Kconfig:38',
    },
    {
      symbol: 'IMX_SCU',
      why: 'protocol of the system controller',
      type: 'bool',
      source: 'linux 6.1.192 drivers/firmware/imx/Kconfig:13',
    },
  ],
  requires: ['ARCH_MXC', 'HAVE_ARM_SMCCC'],
  arch: 'arm64',
  modules: ['imx_sc_wdt'],
  limits: () => ({
    minMs: 1_000,
    maxMs: 128_000,
    stepsMs: null,
    derivation: 'limit of the driver, 128 s; the firmware of the system controller counts',
  }),
  defaultTimeoutMs: 60_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: {
    value: 'ignored',
    note: 'the parameter is declared but never applied; only a sysfs write works',
  },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'yes' },
  bootHandover: { value: 'version-dependent', note: '6.1: no; 6.12: yes' },
  pretimeout: { value: 'yes', note: 'through an interrupt of the system controller' },
  bootstatus: 'none',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: null,
  qemu: null,
  softwareOnly: false,
  notes: ['i.MX8QM and i.MX8QXP.'],
  sources: [
    'linux 6.1.192 drivers/watchdog/imx_sc_wdt.c:22,16,39,183',
    'linux 6.12.95 drivers/watchdog/imx_sc_wdt.c:206',
  ],
};
