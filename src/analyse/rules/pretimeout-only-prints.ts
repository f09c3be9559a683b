import { candidates, ownFlag } from '../settings.js';
import type { Rule } from '../types.js';

/** Something happens at the pretimeout. */
export const pretimeoutOnlyPrints: Rule = {
  code: 'WD1033',
  check: (plan) => {
    const { pretimeoutMs } = plan.watchdog;
    const [first] = candidates(pretimeoutMs);
    if (first === undefined || ownFlag(plan, 'WATCHDOG_PRETIMEOUT_DEFAULT_GOV_NOOP') !== 'y') return [];
    return [
      {
        at: ['kernel', 'flags', 'WATCHDOG_PRETIMEOUT_DEFAULT_GOV_NOOP'],
        state: 'active',
        detail:
          'The governor noop only writes a line to the kernel log, which the reset a moment later loses: no panic, no trace, no record.',
        help: 'write WATCHDOG_PRETIMEOUT_DEFAULT_GOV_PANIC instead',
        because: [{ path: ['watchdog', 'pretimeoutMs'], says: 'the pretimeout' }],
      },
    ];
  },
};
