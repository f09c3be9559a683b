import type { TargetPlan } from '../../plan/types.js';
import { type Candidate, candidates, driverPath } from '../settings.js';
import type { Rule } from '../types.js';

const TIMER = 'WATCHDOG_HRTIMER_PRETIMEOUT';

/** Somebody signals the pretimeout: the hardware, or a timer of the kernel's watchdog core. */
export const pretimeoutUnsignalled: Rule = {
  code: 'WD1040',
  check: (plan) => {
    const { driver, pretimeoutMs } = plan.watchdog;
    if (driver.pretimeout !== 'no') return [];
    const silent = candidates(pretimeoutMs).find((candidate) => !timerIsOn(plan, candidate));
    if (silent === undefined) return [];
    const flag = plan.kernel.flags.find(({ symbol }) => symbol === TIMER);
    const isOff = driver.watchdogCore && flag !== undefined;
    return [
      {
        at: isOff ? ['kernel', 'flags', TIMER] : ['watchdog', 'pretimeoutMs'],
        state: silent.state,
        detail: `${driver.id} has no pretimeout, and ${whyNot(plan, isOff)}: the kernel refuses a pretimeout then, and the reset comes without notice.`,
        help: isOff
          ? 'remove this flag; wdgen switches the timer on with a pretimeout'
          : 'remove `pretimeout`',
        because: [
          ...(isOff ? [{ path: ['watchdog', 'pretimeoutMs'], says: 'the pretimeout' }] : []),
          { path: driverPath, says: 'the driver, which has none' },
        ],
      },
    ];
  },
};

/** Whether the kernel's timer stands in for the hardware once this value is enforced. */
function timerIsOn({ kernel, watchdog }: TargetPlan, { state }: Candidate<number>): boolean {
  if (!watchdog.driver.watchdogCore) return false;
  const setting = kernel.flags.find(({ symbol }) => symbol === TIMER)?.setting;
  const value = state === 'active' ? setting?.active : (setting?.deferred ?? setting?.active);
  return value?.value === 'y';
}

function whyNot({ kernel, watchdog }: TargetPlan, isOff: boolean): string {
  if (!watchdog.driver.watchdogCore)
    return "does not use the kernel's watchdog core, whose timer could stand in for one";
  if (isOff) return "the kernel's timer that stands in for one is not switched on";
  return `Linux ${kernel.version} has no timer that could stand in for one (5.13 and newer have)`;
}
