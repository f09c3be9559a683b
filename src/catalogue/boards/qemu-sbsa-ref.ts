import type { Board } from '../types.js';

export const qemuSbsaRef: Board = {
  id: 'qemu-sbsa-ref',
  title: 'QEMU sbsa-ref',
  soc: 'emulated',
  arch: 'arm64',
  driver: 'sbsa_gwdt',
  clockHz: null,
  firmware: null,
  notes: ['The maximum depends on the frequency of the generic timer.'],
  sources: ['qemu 7.2 hw/arm/sbsa-ref.c'],
};
