import { candidates } from '../settings.js';
import type { Rule } from '../types.js';

/** Something happens at the pretimeout. */
export const pretimeoutOnlyPrints: Rule = {
  code: 'WD1033',
  check: (plan) => {
    const { pretimeoutMs, pretimeoutGovernor } = plan.watchdog;
    const [first] = candidates(pretimeoutMs);
    if (first === undefined || pretimeoutGovernor !== 'noop') return [];
    return [
      {
        at: ['watchdog', 'pretimeoutGovernor'],
        state: first.state,
        detail:
          'The governor noop only writes a line to the kernel log, which the reset a moment later loses: no panic, no trace, no record.',
        help: 'write pretimeout-governor = "panic"',
        because: [{ path: ['watchdog', 'pretimeoutMs'], says: 'the pretimeout' }],
      },
    ];
  },
};
