import { candidates } from '../settings.js';
import type { Rule } from '../types.js';

/** Where init ends the feeder at shutdown, ending it does not stop the timer. */
export const shutdownDisarms: Rule = {
  code: 'WD1029',
  check: ({ platform, watchdog: { feeder, nowayout } }) => {
    if (platform.init !== 'busybox' && platform.init !== 'sysv') return [];
    const off = nowayout.forbidden !== null || nowayout.active === false;
    const found = off ? candidates(feeder).find(({ value }) => value.kind === 'busybox') : undefined;
    if (found === undefined) return [];
    return [
      {
        at: ['watchdog', 'nowayout'],
        detail: `At shutdown ${platform.init} init ends every process with SIGTERM, and the applet answers with the "V" that stops the timer: a shutdown that hangs after that lasts until somebody comes.`,
        help: 'remove `nowayout`; wdgen sets it for this feeder and init',
        because: [{ path: ['watchdog', 'feeder'], says: `the ${found.state} feeder` }],
      },
    ];
  },
};
