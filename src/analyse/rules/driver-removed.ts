import { findDriver } from '../../catalogue/index.js';
import { isWanted, ownFlag } from '../settings.js';
import type { Rule } from '../types.js';

/** A watchdog that is only deferred still has its driver, or nothing could ever lift the deferral. */
export const driverRemoved: Rule = {
  code: 'WD1026',
  check: (plan) => {
    const { armed, driver } = plan.watchdog;
    if (armed || !isWanted(plan)) return [];
    const own = findDriver(driver.id)?.symbols[0]?.symbol;
    const needed = ['WATCHDOG', 'WATCHDOG_CORE', ...(own === undefined ? [] : [own])];
    return needed
      .filter((symbol) => ownFlag(plan, symbol) === 'n')
      .map((symbol) => ({
        at: ['kernel', 'flags', symbol],
        state: 'active' as const,
        detail: `Without CONFIG_${symbol} this kernel has no ${driver.id}: no rehearsal and no soak can try the deferred watchdog, and a timer that firmware left running is taken over by nobody.`,
        help: `remove ${symbol}; should the driver do harm, forbid the watchdog with that reason instead of deferring it`,
        because: [{ path: ['watchdog', 'runtimeMs'], says: 'deferred, not forbidden' }],
      }));
  },
};
