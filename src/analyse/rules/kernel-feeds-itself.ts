import { compareVersions } from '../../catalogue/versions.js';
import { driverPath, isWanted } from '../settings.js';
import type { Rule } from '../types.js';

/** Linux in which the driver's interrupt no longer pets by itself. */
const FIXED: Readonly<Record<string, string>> = { 'tegra186-timer': '6.16' };

/** The driver leaves petting to the feeder. */
export const kernelFeedsItself: Rule = {
  code: 'WD1038',
  check: (plan) => {
    const { kernel, watchdog } = plan;
    const fixed = FIXED[watchdog.driver.id];
    if (fixed === undefined || !isWanted(plan)) return [];
    if (kernel.version !== null && compareVersions(kernel.version, fixed) >= 0) return [];
    return [
      {
        at: kernel.version === null ? driverPath : ['kernel', 'version'],
        detail: `Before Linux ${fixed} the interrupt handler of ${watchdog.driver.id} pets the watchdog by itself: a feeder that has died is never noticed, only a dead kernel is.`,
        help: `use Linux ${fixed} or newer, and say so with version in [target.NAME.kernel]`,
        because: [{ path: driverPath, says: 'its interrupt handler pets' }],
      },
    ];
  },
};
