import { sayDuration } from '../../../../core/duration.js';
import type { ServicePlan } from '../../../../plan/types.js';
import type { Rule } from '../../../types.js';
import { monitorsOf } from './monitored.js';

const AFTER_A_CRASH: readonly ServicePlan['restart'][] = ['always', 'on-failure', 'on-abnormal', 'on-abort'];

/** The monitor comes after systemd had its chance. */
export const twoRestarters: Rule = {
  code: 'WD1096',
  check: (plan) =>
    plan.services.flatMap((service) => {
      const { unit, restart, restartDelayMs } = service;
      if (restartDelayMs === null || !AFTER_A_CRASH.includes(restart)) return [];
      return monitorsOf(plan, service)
        .filter(({ everyMs }) => everyMs <= restartDelayMs)
        .map(({ name, everyMs }) => ({
          at: ['monitors', name, 'everyMs'],
          detail: `It looks every ${sayDuration(everyMs)}, and systemd waits ${sayDuration(restartDelayMs)} before it restarts ${unit} itself.`,
          help: `write every = "${sayDuration(restartDelayMs * 2)}" or more`,
          because: [{ path: ['services', service.name, 'restartDelayMs'], says: 'the pause of systemd' }],
        }));
    }),
};
