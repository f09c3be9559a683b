import type { WatchdogDriver } from '../types.js';

export const rn5t618Wdt: WatchdogDriver = {
  id: 'rn5t618_wdt',
  title: 'Ricoh RN5T618 PMIC watchdog',
  identity: 'rn5t618-wdt',
  // A bus or a PMIC that other drivers need early stays built in, even where the watchdog is a module.
  symbols: [
    {
      symbol: 'RN5T618_WATCHDOG',
      why: 'driver of the watchdog in the RN5T618 PMIC',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:599',
    },
    {
      symbol: 'I2C',
      why: 'bus of the PMIC',
      type: 'bool',
      source: 'linux 6.1.192 drivers/i2c/Kconfig:8',
    },
    {
      symbol: 'MFD_RN5T618',
      why: 'the PMIC itself',
      type: 'bool',
      source: 'linux 6.1.192 drivers/mfd/Kconfig:1218',
    },
  ],
  requires: ['OF'],
  arch: 'arm',
  modules: ['rn5t618_wdt'],
  limits: () => ({
    minMs: 1_000,
    maxMs: 128_000,
    stepsMs: [1_000, 8_000, 32_000, 128_000],
    derivation: 'table of the driver',
  }),
  defaultTimeoutMs: 128_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'no' },
  bootHandover: { value: 'no' },
  pretimeout: { value: 'no' },
  bootstatus: '6.12 only',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: null,
  qemu: null,
  softwareOnly: false,
  notes: [
    'One second above a step is rounded DOWN (9 gives 8, 33 gives 32); everything else takes the next step up.',
    'The PMIC restarts the board one second after the expiry.',
  ],
  sources: ['linux 6.1.192 drivers/watchdog/rn5t618_wdt.c:40,153'],
};
