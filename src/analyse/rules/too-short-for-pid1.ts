import { sayDuration } from '../../core/duration.js';
import { fedBySystemd, runtimePath } from '../settings.js';
import type { Rule } from '../types.js';

/** Talos refuses less (WatchdogTimerConfig); systemd needs seconds to load its units before its first pet. */
const SHORTEST_MS = 10_000;

/** PID 1 has other work than petting: the timeout leaves room for it. */
export const tooShortForPid1: Rule = {
  code: 'WD1028',
  check: (plan) =>
    fedBySystemd(plan)
      .filter(({ value }) => value < SHORTEST_MS)
      .map(({ state, value }) => ({
        at: runtimePath,
        state,
        detail: `systemd opens the watchdog before it loads its units and pets from its main loop only; a start or a daemon-reload that takes ${sayDuration(value)} on a slow medium resets a healthy machine.`,
        help: `write "${sayDuration(SHORTEST_MS)}" or more; where the hardware holds less, let another process feed`,
      })),
};
