import { sayDuration } from '../../core/duration.js';
import { candidates } from '../settings.js';
import type { Rule } from '../types.js';

/** An orderly stop is over before the reboot timeout is. */
export const stopCutOff: Rule = {
  code: 'WD1023',
  check: ({ boot, platform, watchdog: { driver, rebootMs } }, isWritten) => {
    if (platform.init !== 'systemd' || !isWritten(['boot', 'stopMs'])) return [];
    return candidates(rebootMs)
      .filter(({ value }) => value <= boot.stopMs)
      .map(({ state, value }) => ({
        at: ['watchdog', 'rebootMs'],
        state,
        detail: `A healthy machine may take ${sayDuration(boot.stopMs)} to stop. Where the last services need the time, it is reset after ${sayDuration(value)}, before its file systems are unmounted.`,
        help:
          driver.maxMs !== null && driver.overMax !== 'core-keepalive' && driver.maxMs <= boot.stopMs
            ? `lower DefaultTimeoutStopSec, for ${driver.id} holds at most ${sayDuration(driver.maxMs)}`
            : `write more than "${sayDuration(boot.stopMs)}", or lower DefaultTimeoutStopSec`,
        because: [{ path: ['boot', 'stopMs'], says: 'worst time of an orderly stop' }],
      }));
  },
};
