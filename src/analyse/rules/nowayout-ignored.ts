import { candidates, driverPath, feederFor } from '../settings.js';
import type { Rule } from '../types.js';

/** A driver that is told nowayout listens. Feeders with a script of ours write it to sysfs, which always works. */
export const nowayoutIgnored: Rule = {
  code: 'WD1032',
  check: (plan) => {
    const { driver, nowayout } = plan.watchdog;
    if (driver.nowayout !== 'ignored') return [];
    return candidates(nowayout)
      .filter(({ state, value }) => value && feederFor(plan, state)?.kind === 'systemd')
      .map(({ state }) => ({
        at: ['watchdog', 'nowayout'],
        state,
        detail: `${driver.id} never looks at the kernel's nowayout. A closed device stops the timer all the same.`,
        help: 'write 1 to /sys/class/watchdog/watchdog0/nowayout in a unit of your own, and silence this rule with that reason',
        because: [{ path: driverPath, says: 'nowayout: only a write to sysfs works' }],
      }));
  },
};
