import { sayDuration } from '../../core/duration.js';
import { candidates, feederFor, runtimePath } from '../settings.js';
import type { Rule } from '../types.js';

/** Under s6-rc the feeder is killed at a stop and the timer runs on: the rest of the stop fits into it. */
export const stopOutlivesFeeder: Rule = {
  code: 'WD1039',
  check: (plan, isWritten) => {
    const { boot, platform, watchdog } = plan;
    if (platform.init !== 's6-rc' || !isWritten(['boot', 'stopMs'])) return [];
    return candidates(watchdog.runtimeMs)
      .filter(({ state, value }) => feederFor(plan, state)?.kind === 'busybox' && value <= boot.stopMs)
      .map(({ state, value }) => ({
        at: runtimePath,
        state,
        detail: `s6-rc kills the feeder when it takes the services down, so that a hung stop is reset. A stop of ${sayDuration(boot.stopMs)} is not over ${sayDuration(value)} later: a healthy machine is reset before it has unmounted.`,
        help: `write more than "${sayDuration(boot.stopMs)}", or give the services a shorter timeout-down`,
        because: [{ path: ['boot', 'stopMs'], says: 'worst time of an orderly stop' }],
      }));
  },
};
