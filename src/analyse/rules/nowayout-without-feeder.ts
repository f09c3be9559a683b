import type { Rule } from '../types.js';

/** Nothing makes a timer unstoppable that nobody feeds. */
export const nowayoutWithoutFeeder: Rule = {
  code: 'WD1031',
  check: ({ watchdog: { armed, device, nowayout } }, isWritten) => {
    if (armed || nowayout.active !== true || !isWritten(['watchdog', 'nowayout'])) return [];
    return [
      {
        at: ['watchdog', 'nowayout'],
        state: 'active',
        detail: `No feeder is armed today. Whatever opens ${device} in the meantime, a look with a tool or a test on the bench, starts a timer that nothing can stop any more.`,
        help: 'write nowayout = { deferred = true }, so that it comes with the feeder',
        because: [{ path: ['watchdog', 'runtimeMs'], says: 'not active' }],
      },
    ];
  },
};
