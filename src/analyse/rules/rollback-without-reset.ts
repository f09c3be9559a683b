import { armedBeforeLinux, countsInUboot, whyNotArmedByUboot } from '../before-linux.js';
import type { Rule } from '../types.js';

/** A slot that hangs before the feeder starts is reset by something, or its tries never count down. */
export const rollbackWithoutReset: Rule = {
  code: 'WD1017',
  check: (plan) => {
    if (plan.rollback?.state !== 'active' || !countsInUboot(plan) || armedBeforeLinux(plan) !== null)
      return [];
    const why = whyNotArmedByUboot(plan);
    return [
      {
        at: ['rollback'],
        detail: `A slot that hangs in the kernel or the initrd without a panic stays there, and the other slot never gets its turn: no timer runs before the feeder starts (${why}).`,
        help: plan.watchdog.armed
          ? 'let firmware arm a watchdog and say so with armed in [target.NAME.boot], or silence this rule with what recovers the machine instead'
          : 'make the watchdog active, or say with armed in [target.NAME.boot] what firmware does',
        because: [{ path: ['watchdog', 'runtimeMs'], says: 'the timeout' }],
      },
    ];
  },
};
