import type { Board } from '../types.js';

export const qemuQ35: Board = {
  id: 'qemu-q35',
  title: 'QEMU q35',
  soc: 'Intel ICH9',
  arch: 'x86',
  driver: 'iTCO_wdt',
  clockHz: null,
  firmware: 'Without -global ICH9-LPC.noreboot=false an expiry does nothing in QEMU 7.2.',
  notes: [
    'The TCO device appears once lpc_ich is loaded.',
    'Resets at the second expiry, after about twice the timeout.',
  ],
  sources: ['tested, QEMU 7.2 and Debian 6.1.192'],
};
