import { counterLimits } from '../formulas.js';
import type { WatchdogDriver } from '../types.js';

export const stm32Iwdg: WatchdogDriver = {
  id: 'stm32_iwdg',
  title: 'ST STM32 independent watchdog',
  identity: 'STM32 Independent Watchdog',
  symbols: [
    {
      symbol: 'STM32_WATCHDOG',
      why: 'driver of the STM32MP1 independent watchdog',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:915',
    },
  ],
  requires: ['ARCH_STM32'],
  arch: 'arm',
  modules: ['stm32_iwdg'],
  limits: (clockHz) =>
    counterLimits(clockHz, { ticks: 4096 * 1024, text: '4096 x 1024', minMs: 1_000, unit: 'ms' }),
  defaultTimeoutMs: 10_000,
  overMax: 'core-keepalive',
  resetsAtExpiry: 1,
  nowayout: { value: 'config-only', note: 'CONFIG_WATCHDOG_NOWAYOUT only; there is no parameter' },
  magicClose: true,
  stoppable: { value: 'no' },
  stopOnReboot: { value: 'no' },
  bootHandover: {
    value: 'conditional',
    note: 'with WATCHDOG_HANDLE_BOOT_ENABLED the driver itself STARTS the dog at probe and the kernel feeds it; otherwise no',
  },
  pretimeout: { value: 'no' },
  bootstatus: 'none',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: {
    driver: 'drivers/watchdog/stm32mp_wdt.c',
    kconfig: 'CONFIG_WDT_STM32MP',
    note: 'prescaler 256: at most 32.768 s; WATCHDOG_AUTOSTART is off on ARCH_STM32MP. CONFIG_WDT_ARM_SMC where OP-TEE owns the dog.',
  },
  qemu: null,
  softwareOnly: false,
  notes: [
    'st,stm32-iwdg has a prescaler of 256 instead of 1024: 32.768 s at 32 kHz.',
    'There is no stop: after close the kernel feeds for ever.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/stm32_iwdg.c:255,256,264,278',
    'u-boot 6073c36b2c8d drivers/watchdog/stm32mp_wdt.c',
  ],
};
