import type { Board } from '../types.js';

export const stm32mp1: Board = {
  id: 'stm32mp1',
  title: 'STM32MP1 board',
  soc: 'ST STM32MP15x',
  arch: 'arm',
  driver: 'stm32_iwdg',
  clockHz: 32_000,
  firmware:
    'U-Boot holds at most 32.768 s and does not start the dog by itself: WATCHDOG_AUTOSTART is off on ARCH_STM32MP. A dog that U-Boot started runs on into Linux.',
  notes: ['The iwdg2 node is disabled in the dtsi: the board has to enable it.'],
  sources: [
    'linux 6.1.192 stm32mp151.dtsi, stm32_iwdg.c',
    'u-boot 6073c36b2c8d drivers/watchdog/stm32mp_wdt.c',
  ],
};
