import type { KconfigSymbol } from './types.js';

/**
 * The symbols of the watchdog core. A driver selects WATCHDOG_CORE at its own value; wdgen builds the core in even
 * with a modular driver, because tegra186-timer needs it so and because the core's parameters (watchdog.open_timeout)
 * then work from the first moment.
 */
export const coreSymbols = {
  WATCHDOG: {
    symbol: 'WATCHDOG',
    why: 'the menu that every watchdog driver stands in',
    type: 'bool',
    source: 'linux 6.1.192 drivers/watchdog/Kconfig:7',
  },
  WATCHDOG_CORE: {
    symbol: 'WATCHDOG_CORE',
    why: 'the core: /dev/watchdogN and feeding in the kernel',
    type: 'tristate',
    source: 'linux 6.1.192 drivers/watchdog/Kconfig:33',
  },
  WATCHDOG_NOWAYOUT: {
    symbol: 'WATCHDOG_NOWAYOUT',
    why: 'a closed device does not stop the timer, whatever the driver is told',
    type: 'bool',
    source: 'linux 6.1.192 drivers/watchdog/Kconfig:41',
  },
  WATCHDOG_HANDLE_BOOT_ENABLED: {
    symbol: 'WATCHDOG_HANDLE_BOOT_ENABLED',
    why: 'the kernel feeds a dog that firmware left running until the device is opened',
    type: 'bool',
    source: 'linux 6.1.192 drivers/watchdog/Kconfig:50',
  },
  WATCHDOG_OPEN_TIMEOUT: {
    symbol: 'WATCHDOG_OPEN_TIMEOUT',
    why: 'seconds for which the kernel feeds before the device is opened; 0 = for ever',
    type: 'int',
    source: 'linux 6.1.192 drivers/watchdog/Kconfig:61',
  },
  WATCHDOG_SYSFS: {
    symbol: 'WATCHDOG_SYSFS',
    why: 'attributes in /sys/class/watchdog: state and limits without opening the device',
    type: 'bool',
    source: 'linux 6.1.192 drivers/watchdog/Kconfig:70',
  },
  WATCHDOG_HRTIMER_PRETIMEOUT: {
    symbol: 'WATCHDOG_HRTIMER_PRETIMEOUT',
    why: 'a pretimeout by a kernel timer where the hardware has none',
    type: 'bool',
    since: '5.13',
    source: 'linux 6.1.192 drivers/watchdog/Kconfig:76',
  },
  WATCHDOG_PRETIMEOUT_GOV: {
    symbol: 'WATCHDOG_PRETIMEOUT_GOV',
    why: 'what happens at the pretimeout can be chosen',
    type: 'bool',
    source: 'linux 6.1.192 drivers/watchdog/Kconfig:86',
  },
  WATCHDOG_PRETIMEOUT_GOV_NOOP: {
    symbol: 'WATCHDOG_PRETIMEOUT_GOV_NOOP',
    why: 'the governor that only writes a message',
    type: 'tristate',
    source: 'linux 6.1.192 drivers/watchdog/Kconfig:100',
  },
  WATCHDOG_PRETIMEOUT_GOV_PANIC: {
    symbol: 'WATCHDOG_PRETIMEOUT_GOV_PANIC',
    why: 'the governor that panics, which leaves a trace before the reset',
    type: 'tristate',
    source: 'linux 6.1.192 drivers/watchdog/Kconfig:108',
  },
  WATCHDOG_PRETIMEOUT_DEFAULT_GOV_NOOP: {
    symbol: 'WATCHDOG_PRETIMEOUT_DEFAULT_GOV_NOOP',
    why: 'a pretimeout only writes a message unless sysfs says otherwise',
    type: 'bool',
    source: 'linux 6.1.192 drivers/watchdog/Kconfig:124',
  },
  WATCHDOG_PRETIMEOUT_DEFAULT_GOV_PANIC: {
    symbol: 'WATCHDOG_PRETIMEOUT_DEFAULT_GOV_PANIC',
    why: 'a pretimeout panics unless sysfs says otherwise',
    type: 'bool',
    source: 'linux 6.1.192 drivers/watchdog/Kconfig:132',
  },
} as const satisfies Record<string, KconfigSymbol>;
