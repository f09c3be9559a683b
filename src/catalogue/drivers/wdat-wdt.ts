import type { WatchdogDriver } from '../types.js';

export const wdatWdt: WatchdogDriver = {
  id: 'wdat_wdt',
  title: 'ACPI hardware watchdog (WDAT)',
  identity: 'wdat_wdt',
  symbols: [
    {
      symbol: 'WDAT_WDT',
      why: 'driver of the watchdog that the ACPI WDAT table describes',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:267',
    },
  ],
  requires: ['ACPI'],
  arch: 'x86',
  modules: ['wdat_wdt'],
  limits: () => ({
    minMs: null,
    maxMs: null,
    stepsMs: null,
    derivation: 'period x count of the firmware table WDAT; sysfs min_timeout and max_timeout tell',
  }),
  defaultTimeoutMs: 30_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'yes' },
  bootHandover: { value: 'yes', note: 'the table has a query for the running state' },
  pretimeout: { value: 'no' },
  bootstatus: 'WDIOF_CARDRESET from WDAT',
  timeleft: { value: 'yes' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: null,
  qemu: null,
  softwareOnly: false,
  notes: [
    'Supersedes iTCO_wdt where the firmware has a WDAT table.',
    'Ignored when the table uses RTC SRAM, or with acpi_no_watchdog on the command line.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/wdat_wdt.c:353,354,57',
    'linux 6.1.192 drivers/acpi/acpi_watchdog.c',
  ],
};
