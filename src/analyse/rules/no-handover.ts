import { candidates, driverPath } from '../settings.js';
import type { Rule } from '../types.js';

/** The driver takes over a timer that runs already. */
export const noHandover: Rule = {
  code: 'WD1012',
  check: ({ board, watchdog: { driver, feeder, runtimeMs } }) => {
    const wanted = candidates(feeder).length > 0 && candidates(runtimeMs).length > 0;
    // An emulated machine has no firmware that could have started the timer.
    const mayRun = board.firmware !== null && board.soc !== 'emulated';
    if (!wanted || driver.bootHandover !== 'no' || !mayRun) return [];
    return [
      {
        at: driverPath,
        detail: `${driver.id} does not continue a timer that firmware started. This board: ${board.firmware}`,
      },
    ];
  },
};
