import type { Board } from '../types.js';

export const luckfoxPico: Board = {
  id: 'luckfox-pico',
  title: 'Luckfox Pico',
  soc: 'Rockchip RV1103/RV1106',
  arch: 'arm',
  driver: 'dw_wdt',
  clockHz: null,
  firmware: null,
  notes: [
    'watchdog@ff5a0000 is disabled in the device tree: add &wdt { status = "okay"; };',
    'The driver is built in with the Luckfox defconfig. The rate of TCLK_WDT_NS was not established.',
  ],
  sources: ['LuckfoxTECH/luckfox-pico kernel dtsi rv1106.dtsi'],
};
