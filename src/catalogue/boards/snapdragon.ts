import type { Board } from '../types.js';

export const snapdragon: Board = {
  id: 'snapdragon',
  title: 'Snapdragon 845 or MSM8916 board',
  soc: 'Qualcomm',
  arch: 'arm64',
  driver: 'qcom-wdt',
  clockHz: null,
  firmware:
    'U-Boot uses 30 s and does not start the dog by itself: WATCHDOG_AUTOSTART is off on ARCH_SNAPDRAGON.',
  notes: [
    'Linux 6.1 accepts up to 8193 s, but the hardware holds 32 s.',
    'MSM8916 also has pm8916_wdt (127 s).',
  ],
  sources: ['linux 6.12.95 drivers/watchdog/qcom-wdt.c', 'u-boot 6073c36b2c8d drivers/watchdog/qcom-wdt.c'],
};
