import { candidates, driverPath, ownFlag } from '../settings.js';
import type { Rule } from '../types.js';

const TIMER = 'WATCHDOG_HRTIMER_PRETIMEOUT';

/** Somebody signals the pretimeout: the hardware, or a timer of the kernel's watchdog core. */
export const pretimeoutUnsignalled: Rule = {
  code: 'WD1040',
  check: (plan) => {
    const { driver, pretimeoutMs } = plan.watchdog;
    const [first] = candidates(pretimeoutMs);
    if (first === undefined || driver.pretimeout !== 'no' || ownFlag(plan, TIMER) !== 'n') return [];
    return [
      {
        at: ['kernel', 'flags', TIMER],
        state: 'active',
        detail: `${driver.id} has no pretimeout, and the kernel's timer that stands in for one is switched off: the kernel refuses the pretimeout, and the reset comes without notice.`,
        help: 'remove this flag; wdgen switches the timer on with a pretimeout',
        because: [
          { path: ['watchdog', 'pretimeoutMs'], says: 'the pretimeout' },
          { path: driverPath, says: 'the driver, which has none' },
        ],
      },
    ];
  },
};
