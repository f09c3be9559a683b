import type { Board } from '../types.js';

export const apu2: Board = {
  id: 'apu2',
  title: 'PC Engines APU2',
  soc: 'AMD GX-412TC',
  arch: 'x86',
  driver: 'sp5100_tco',
  clockHz: null,
  firmware: null,
  notes: ['The register layout (efch) follows from the revision of the SMBus device.'],
  sources: ['linux 6.1.192 drivers/watchdog/sp5100_tco.c'],
};
