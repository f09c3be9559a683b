import { sayDuration } from '../../core/duration.js';
import { candidates, driverPath, runtimePath } from '../settings.js';
import type { Rule } from '../types.js';

/** Says when a dead kernel resets earlier than the timeout. */
export const hardwareBelowTimeout: Rule = {
  code: 'WD1006',
  check: ({ watchdog: { driver, runtimeMs } }) => {
    const { maxMs } = driver;
    if (maxMs === null || driver.overMax !== 'core-keepalive') return [];
    return candidates(runtimeMs)
      .filter(({ value }) => value > maxMs)
      .map(({ state, value }) => ({
        at: runtimePath,
        state,
        detail: `The hardware holds ${sayDuration(maxMs)}; the kernel feeds it up to ${sayDuration(value)}. A hung feeder is reset after ${sayDuration(value)}, a dead kernel after at most ${sayDuration(maxMs)}.`,
        because: [{ path: [...driverPath, 'maxMs'], says: driver.limitsFrom }],
      }));
  },
};
