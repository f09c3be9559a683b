import type { Board } from '../types.js';

export const jetsonNano: Board = {
  id: 'jetson-nano',
  title: 'NVIDIA Jetson Nano',
  soc: 'NVIDIA Tegra210',
  arch: 'arm64',
  driver: null,
  clockHz: null,
  firmware: null,
  notes: [
    'nvidia,tegra210-timer matches neither tegra_wdt nor tegra186-timer in Linux 6.12: no mainline driver.',
  ],
  sources: ['linux 6.12.95 tegra210.dtsi'],
};
