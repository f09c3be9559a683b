import type { Board } from '../types.js';

export const genericX8664: Board = {
  id: 'generic-x86-64',
  title: 'Generic x86-64 machine',
  soc: 'unknown',
  arch: 'x86',
  driver: null,
  clockHz: null,
  firmware: null,
  notes: [
    'The hardware is not known: find the driver (wdctl, or /sys/class/watchdog/*/identity) and name a board of the catalogue that has it.',
    'Usual: iTCO_wdt (Intel chipsets), sp5100_tco (AMD), hpwdt (HP iLO), ipmi_watchdog (servers with a BMC), wdat_wdt (firmware with a WDAT table).',
    'Without a hardware watchdog only softdog is left, which dies with the kernel.',
  ],
  sources: ['linux 6.1.192 drivers/watchdog/Kconfig'],
};
