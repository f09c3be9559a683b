import type { Board } from '../types.js';

export const dellOptiplex: Board = {
  id: 'dell-optiplex',
  title: 'Dell OptiPlex',
  soc: 'Intel PCH',
  arch: 'x86',
  driver: 'iTCO_wdt',
  clockHz: null,
  firmware:
    'BIOS or UEFI arms the iTCO timer at boot, typically with 5 to 10 minutes: where nothing in Linux takes it over, the machine resets after that time, silently. After a watchdog reset the firmware comes up as after a cold start, in its default boot order.',
  notes: [
    'Skylake and newer need I2C_I801, older ones LPC_ICH: without it there is no /dev/watchdog.',
    'Firmware with a WDAT table gets wdat_wdt instead of iTCO_wdt; acpi_no_watchdog on the command line prevents that.',
    'Resets at the second expiry, after about twice the timeout. Not tested on the machine.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/iTCO_wdt.c',
    'FortrOS guide, docs/guide/hardware/Hardware Watchdogs.md',
  ],
};
