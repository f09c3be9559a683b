import type { Board } from '../types.js';

export const qemuVirtArm64: Board = {
  id: 'qemu-virt-arm64',
  title: 'QEMU virt (aarch64)',
  soc: 'emulated',
  arch: 'arm64',
  driver: 'i6300esb',
  clockHz: null,
  firmware:
    'No watchdog unless QEMU is started with -device i6300esb; -watchdog-action chooses what an expiry does.',
  notes: ['The same works on arm virt.'],
  sources: ['qemu 7.2 -device help'],
};
