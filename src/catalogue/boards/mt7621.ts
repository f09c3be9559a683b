import type { Board } from '../types.js';

export const mt7621: Board = {
  id: 'mt7621',
  title: 'MT7621 router',
  soc: 'MediaTek MT7621',
  arch: 'mips',
  driver: 'mt7621_wdt',
  clockHz: null,
  firmware: 'A dog that U-Boot started runs on into Linux. Linux adopts it.',
  notes: ['More than 65 s is refused (EINVAL).'],
  sources: [
    'linux 6.1.192 drivers/watchdog/mt7621_wdt.c',
    'u-boot 6073c36b2c8d drivers/watchdog/Kconfig, wdt-uclass.c',
  ],
};
