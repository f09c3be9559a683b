import { sayDuration } from '../../core/duration.js';
import { candidates, driverPath, runtimePath } from '../settings.js';
import type { Rule } from '../types.js';

/** Says when the reset takes twice the timeout. */
export const secondExpiry: Rule = {
  code: 'WD1013',
  check: ({ watchdog: { driver, runtimeMs } }) => {
    if (driver.resetsAtExpiry !== 2) return [];
    return candidates(runtimeMs).map(({ state, value }) => ({
      at: runtimePath,
      state,
      detail: `${driver.id} resets after up to ${sayDuration(value * 2)}, not ${sayDuration(value)}.`,
      because: [{ path: driverPath, says: 'resets at the second expiry' }],
    }));
  },
};
