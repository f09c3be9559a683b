import type { Board } from '../types.js';

export const qemuX86I6300esb: Board = {
  id: 'qemu-x86-i6300esb',
  title: 'QEMU x86 with -device i6300esb',
  soc: 'emulated',
  arch: 'x86',
  driver: 'i6300esb',
  clockHz: null,
  firmware:
    'No watchdog unless QEMU is started with -device i6300esb; -watchdog-action chooses what an expiry does.',
  notes: [
    'Works on pc and q35. On q35 the chipset has an iTCO timer besides.',
    'Tested in QEMU 7.2 with Debian 6.1.192: a timeout of 10 s reset after 10.0 s.',
  ],
  sources: ['qemu 7.2 -device help', 'linux 6.1.192 drivers/watchdog/i6300esb.c'],
};
