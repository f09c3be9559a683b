import type { WatchdogDriver } from '../types.js';

export const imx2Wdt: WatchdogDriver = {
  id: 'imx2_wdt',
  title: 'NXP i.MX2+ watchdog',
  identity: 'imx2+ watchdog',
  symbols: [
    {
      symbol: 'IMX2_WDT',
      why: 'driver of the i.MX watchdog (i.MX21 .. i.MX8M, Layerscape)',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:689',
    },
  ],
  requires: ['ARCH_MXC'],
  arch: 'arm',
  modules: ['imx2_wdt'],
  limits: () => ({
    minMs: 1_000,
    maxMs: 128_000,
    stepsMs: null,
    derivation: '8-bit counter of 0.5 s: 128 s',
  }),
  defaultTimeoutMs: 60_000,
  overMax: 'core-keepalive',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'no' },
  stopOnReboot: { value: 'no' },
  bootHandover: { value: 'yes', note: 'a dog found running (WDE in WCR) is adopted' },
  pretimeout: { value: 'conditional', note: 'with an interrupt in the device tree; below 128 s' },
  bootstatus: 'WDIOF_CARDRESET',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: {
    driver: 'drivers/watchdog/imx_watchdog.c',
    kconfig: 'CONFIG_IMX_WATCHDOG',
    note: '0.5 to 128 s; 128 s by default on i.MX5/6/7 and VF610',
  },
  qemu: 'sabrelite, mcimx6ul-evk, mcimx7d-sabre, imx25-pdk, kzm (7.2: SETTIMEOUT after the start disables the model)',
  softwareOnly: false,
  notes: [
    'There is no stop: after close the kernel feeds for ever.',
    'A start value above 128 s (module parameter or timeout-sec) is not clamped and wraps modulo 128. Tested in QEMU 7.2: timeout=130 reset after about 2 s.',
    'QEMU 7.2: every later write to WCR (SETTIMEOUT) clears WDE and the model never fires; set the timeout by the module parameter only.',
    'Layerscape (ARCH_LAYERSCAPE) uses the driver too.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/imx2_wdt.c:58,292,231,90',
    'u-boot 6073c36b2c8d drivers/watchdog/imx_watchdog.c',
  ],
};
