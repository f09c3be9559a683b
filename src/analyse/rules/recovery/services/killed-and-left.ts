import type { Rule } from '../../../types.js';
import { softened } from '../pieces.js';
import { monitorsOf } from './monitored.js';

/** A service that was killed for its silence is started again, by systemd or by a monitor. */
export const killedAndLeft: Rule = {
  code: 'WD1087',
  check: (plan) =>
    plan.services
      .filter(
        ({ watchdogMs, restart }) => watchdogMs !== null && (restart === 'no' || restart === 'on-abort'),
      )
      .filter((service) => monitorsOf(plan, service).length === 0)
      .map(({ name, unit, restart, state }) => ({
        at: ['services', name, 'restart'],
        ...softened(state),
        detail: `With Restart=${restart} ${unit} is killed at its limit and not started again.`,
        help: 'write restart = "on-failure"',
        because: [{ path: ['services', name, 'watchdogMs'], says: 'the limit' }],
      })),
};
