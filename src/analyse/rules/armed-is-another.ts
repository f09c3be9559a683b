import { sayDuration } from '../../core/duration.js';
import { driverPath } from '../settings.js';
import type { Rule } from '../types.js';

/** The timer that firmware has armed can be the one that the driver serves. */
export const armedIsAnother: Rule = {
  code: 'WD1022',
  check: ({ boot: { armedMs }, watchdog: { driver } }) => {
    if (armedMs === null || driver.maxMs === null || armedMs <= driver.maxMs) return [];
    return [
      {
        at: ['boot', 'armedMs'],
        detail: `The hardware behind ${driver.id} holds at most ${sayDuration(driver.maxMs)}. If ${sayDuration(armedMs)} is true, firmware has armed another watchdog of the board, and a feeder of this one does not keep that from firing.`,
        help: 'find out which one it is (identity and timeout in /sys/class/watchdog/*), and feed or disable it',
        because: [{ path: [...driverPath, 'maxMs'], says: driver.limitsFrom }],
      },
    ];
  },
};
