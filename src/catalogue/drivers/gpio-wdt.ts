import type { WatchdogDriver } from '../types.js';

export const gpioWdt: WatchdogDriver = {
  id: 'gpio_wdt',
  title: 'GPIO-controlled external watchdog',
  identity: 'GPIO Watchdog',
  symbols: [
    {
      symbol: 'GPIO_WATCHDOG',
      why: 'driver of an external watchdog that is fed by a GPIO line',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:227',
    },
    {
      symbol: 'GPIOLIB',
      why: 'GPIO lines, without which OF_GPIO is not there',
      type: 'bool',
      source: 'linux 6.1.192 drivers/gpio/Kconfig:14',
    },
  ],
  requires: ['OF_GPIO'],
  arch: 'arm64',
  modules: ['gpio_wdt'],
  limits: () => ({
    minMs: 1_000,
    maxMs: null,
    stepsMs: null,
    derivation: 'hw_margin_ms of the device tree, 2..65535 ms',
  }),
  defaultTimeoutMs: 60_000,
  overMax: 'core-keepalive',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: {
    value: 'conditional',
    note: 'no with always-running in the device tree; otherwise the line goes inactive',
  },
  stopOnReboot: { value: 'yes' },
  bootHandover: { value: 'conditional', note: 'with always-running in the device tree: yes; otherwise no' },
  pretimeout: { value: 'no' },
  bootstatus: 'none',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: {
    driver: 'drivers/watchdog/gpio_wdt.c',
    kconfig: 'CONFIG_WDT_GPIO',
    note: 'CONFIG_SPL_WDT_GPIO for SPL',
  },
  qemu: null,
  softwareOnly: false,
  notes: [
    'Requests above hw_margin_ms are fed by the kernel. The real window is on the board: the kernel does not know it.',
    'GPIO_WATCHDOG_ARCH_INITCALL registers the driver earlier; only when built in.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/gpio_wdt.c:112,22,148',
    'u-boot 6073c36b2c8d drivers/watchdog/gpio_wdt.c',
  ],
};
