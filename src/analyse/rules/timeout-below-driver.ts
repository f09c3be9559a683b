import { sayDuration } from '../../core/duration.js';
import { candidates, driverPath, runtimePath, severityOf } from '../settings.js';
import type { Rule } from '../types.js';

/** The runtime timeout is not below what the driver takes. */
export const timeoutBelowDriver: Rule = {
  code: 'WD1002',
  check: ({ watchdog: { driver, runtimeMs } }) => {
    const { minMs } = driver;
    if (minMs === null) return [];
    return candidates(runtimeMs)
      .filter(({ value }) => value < minMs)
      .map((candidate) => ({
        at: runtimePath,
        state: candidate.state,
        ...severityOf(candidate),
        detail: `${driver.id} takes ${sayDuration(minMs)} or more; ${sayDuration(candidate.value)} is refused.`,
        help: `write at least "${Math.ceil(minMs / 1000)}s"`,
        because: [{ path: [...driverPath, 'minMs'], says: driver.limitsFrom }],
      }));
  },
};
