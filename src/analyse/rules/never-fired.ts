import { candidates, runtimePath } from '../settings.js';
import type { Rule } from '../types.js';

/** On a PC only a watchdog that was seen to fire is known to be one. */
export const neverFired: Rule = {
  code: 'WD1035',
  check: ({ board, watchdog: { deferral, runtimeMs } }) => {
    if (board.arch !== 'x86' || board.soc === 'emulated' || deferral === null) return [];
    if (deferral.gate.includes('fired') || runtimeMs.active !== null) return [];
    return candidates(runtimeMs).map(({ state }) => ({
      at: ['watchdog', 'deferral'],
      detail:
        'Firmware of PCs can leave a watchdog that loads, is fed, and never resets anything. No condition of this gate would notice.',
      help: 'add "fired" to the gate: one reset by the watchdog of the machine itself',
      because: [{ path: runtimePath, says: `the ${state} timeout` }],
    }));
  },
};
