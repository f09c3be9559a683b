import { candidates, driverPath } from '../settings.js';
import type { Rule } from '../types.js';

/** The driver takes over a timer that runs already. */
export const noHandover: Rule = {
  code: 'WD1012',
  check: ({ board, watchdog: { driver, feeder, runtimeMs } }) => {
    const wanted = candidates(feeder).length > 0 && candidates(runtimeMs).length > 0;
    if (!wanted || driver.bootHandover !== 'no' || board.firmware === null) return [];
    return [
      {
        at: driverPath,
        detail: `${driver.id} does not continue a timer that firmware started. This board: ${board.firmware}`,
      },
    ];
  },
};
