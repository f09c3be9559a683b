import { candidates, runtimePath } from '../settings.js';
import type { Rule } from '../types.js';

/** Something guards the machine, or is at least planned to. */
export const noWatchdog: Rule = {
  code: 'WD1010',
  check: ({ watchdog: { feeder, runtimeMs } }) => {
    if (candidates(feeder).length > 0 && candidates(runtimeMs).length > 0) return [];
    const reason = runtimeMs.forbidden ?? feeder.forbidden;
    return [
      {
        at: runtimePath,
        detail: reason === null ? 'The timeout has no value.' : `The watchdog is forbidden: ${reason}`,
      },
    ];
  },
};
