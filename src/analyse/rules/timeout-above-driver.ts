import type { OverMax } from '../../catalogue/types.js';
import { sayDuration } from '../../core/duration.js';
import { candidates, driverPath, runtimePath, severityOf } from '../settings.js';
import type { Rule } from '../types.js';

/** What follows when the driver gets more than it can hold; null where that is harmless or another rule's matter. */
const CONSEQUENCES: Readonly<Record<OverMax, string | null>> = {
  einval: "the driver refuses it, and the machine runs without a watchdog or with the driver's own timeout",
  'core-keepalive': null,
  'core-keepalive-buggy': 'the driver programs a shorter time by mistake and resets a healthy machine',
  'clamped-and-reported': 'the driver uses its maximum instead',
  wraps: 'the register overflows to a shorter time, which resets a healthy machine',
  eopnotsupp: null,
};

/** The runtime timeout is one that driver and hardware really hold. */
export const timeoutAboveDriver: Rule = {
  code: 'WD1001',
  check: ({ watchdog: { driver, runtimeMs } }) => {
    const consequence = CONSEQUENCES[driver.overMax];
    const { maxMs } = driver;
    if (maxMs === null || consequence === null) return [];
    return candidates(runtimeMs)
      .filter(({ value }) => value > maxMs)
      .map((candidate) => ({
        at: runtimePath,
        state: candidate.state,
        ...severityOf(candidate),
        detail: `${driver.id} holds at most ${sayDuration(maxMs)} here; with ${sayDuration(candidate.value)} ${consequence}.`,
        help: `write at most "${Math.floor(maxMs / 1000)}s"`,
        because: [{ path: [...driverPath, 'maxMs'], says: driver.limitsFrom }],
      }));
  },
};
