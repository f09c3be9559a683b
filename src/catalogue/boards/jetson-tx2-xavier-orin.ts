import type { Board } from '../types.js';

export const jetsonTx2XavierOrin: Board = {
  id: 'jetson-tx2-xavier-orin',
  title: 'NVIDIA Jetson TX2, Xavier, Orin',
  soc: 'NVIDIA Tegra186/194/234',
  arch: 'arm64',
  driver: 'tegra186-timer',
  clockHz: null,
  firmware: null,
  notes: ['Before v6.16 the interrupt handler feeds the dog itself: it never resets.'],
  sources: ['linux 6.1.192 drivers/clocksource/timer-tegra186.c', 'mainline b42d781e0350'],
};
