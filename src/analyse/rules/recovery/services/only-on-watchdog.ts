import type { Rule } from '../../../types.js';
import { monitorsOf } from './monitored.js';

/** A crash is recovered from, not only a stall. */
export const onlyOnWatchdog: Rule = {
  code: 'WD1088',
  check: (plan) =>
    plan.services
      .filter(({ restart }) => restart === 'on-watchdog')
      .filter((service) => monitorsOf(plan, service).length === 0)
      .map(({ name, unit }) => ({
        at: ['services', name, 'restart'],
        detail: `When ${unit} crashes or ends with an error nothing starts it again.`,
        help: 'write restart = "on-failure"',
      })),
};
