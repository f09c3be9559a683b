import { candidates } from '../settings.js';
import type { Rule } from '../types.js';

/** Under Buildroot nothing loads a module before systemd opens the watchdog. */
export const driverLoadsLate: Rule = {
  code: 'WD1009',
  check: ({ kernel, platform, watchdog }) => {
    if (kernel.driverAs !== 'module' || platform.kind !== 'buildroot') return [];
    return candidates(watchdog.feeder)
      .filter(({ value }) => value.kind === 'systemd')
      .map(({ state }) => ({
        at: ['kernel', 'driverAs'],
        detail: `systemd looks for ${watchdog.device} before modules are loaded in this image (${state} feeder).`,
        help: 'write driver = "builtin"',
      }));
  },
};
