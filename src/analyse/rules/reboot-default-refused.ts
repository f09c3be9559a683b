import type { OverMax } from '../../catalogue/types.js';
import { sayDuration } from '../../core/duration.js';
import { driverPath, fedBySystemd, runtimePath } from '../settings.js';
import type { Rule } from '../types.js';

/** systemd 252 src/core/main.c:2423. */
const DEFAULT_MS = 600_000;

/** What a driver makes of the default when it cannot hold it; null where that is harmless. */
const CONSEQUENCES: Readonly<Record<OverMax, string | null>> = {
  einval: 'refuses it: systemd closes the device, and a hung reboot stays hung',
  'core-keepalive': null,
  'core-keepalive-buggy': 'programs a shorter time by mistake, which cuts a healthy shutdown off',
  'clamped-and-reported': null,
  wraps: 'programs a shorter time, which cuts a healthy shutdown off',
  eopnotsupp: null,
};

/** Where the spec does not say it, systemd's own reboot timeout suits the driver. */
export const rebootDefaultRefused: Rule = {
  code: 'WD1024',
  check: (plan) => {
    const { driver, rebootMs } = plan.watchdog;
    const consequence = CONSEQUENCES[driver.overMax];
    const { maxMs } = driver;
    if (consequence === null || maxMs === null || maxMs >= DEFAULT_MS) return [];
    const [first] = fedBySystemd(plan);
    if (first === undefined || rebootMs.forbidden !== null) return [];
    if (rebootMs.active !== null || (first.state === 'deferred' && rebootMs.deferred !== null)) return [];
    return [
      {
        at: runtimePath,
        state: first.state,
        detail: `No reboot timeout is written, so systemd sets its own, ${sayDuration(DEFAULT_MS)}, when it goes down. ${driver.id} holds ${sayDuration(maxMs)} and ${consequence}.`,
        help: `write reboot = { ${first.state} = "${Math.floor(maxMs / 1000)}s" } or less`,
        because: [{ path: [...driverPath, 'maxMs'], says: driver.limitsFrom }],
      },
    ];
  },
};
