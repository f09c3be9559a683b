import { sayDuration } from '../../core/duration.js';
import type { TargetPlan } from '../../plan/types.js';
import { armedBeforeLinux } from '../before-linux.js';
import { isWanted, ownFlag } from '../settings.js';
import type { Rule } from '../types.js';

/** What has to be over before something feeds a timer that firmware has started, in the order of a start. */
function untilFed(plan: TargetPlan): readonly ('kernel' | 'userspace')[] {
  const { kernel, watchdog } = plan;
  const kernelFeeds =
    watchdog.driver.bootHandover === 'yes' &&
    kernel.driverAs === 'builtin' &&
    ownFlag(plan, 'WATCHDOG_HANDLE_BOOT_ENABLED') !== 'n';
  return kernelFeeds ? ['kernel'] : ['kernel', 'userspace'];
}

/** The timer that firmware or the boot loader has started runs until something feeds it. */
export const armedTooShort: Rule = {
  code: 'WD1018',
  check: (plan, isWritten) => {
    const timer = armedBeforeLinux(plan);
    if (timer === null || !isWanted(plan) || plan.watchdog.driver.bootHandover === 'no') return [];
    const stages = untilFed(plan);
    const needed = stages.reduce((sum, stage) => sum + plan.boot[`${stage}Ms`], 0);
    if (timer.ms > needed || !stages.every((stage) => isWritten(['boot', `${stage}Ms`]))) return [];
    const who = stages.length === 1 ? 'the kernel has surely taken it over' : 'the feeder opens it';
    return [
      {
        at: timer.at,
        detail: `The timer runs ${sayDuration(timer.ms)} from the start of Linux, and at worst ${sayDuration(needed)} pass until ${who}: a slow but healthy start is reset, again and again.`,
        help: `arm it for more than ${sayDuration(needed)}, or make the start faster`,
        because: stages.map((stage) => ({ path: ['boot', `${stage}Ms`], says: `time of the ${stage}` })),
      },
    ];
  },
};
