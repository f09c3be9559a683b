import { sayDuration } from '../../core/duration.js';
import { candidates, petFor, runtimePath, severityOf } from '../settings.js';
import type { Rule } from '../types.js';

/** Between two pets the timeout passes at most half. */
export const pettedTooLate: Rule = {
  code: 'WD1004',
  check: (plan) =>
    candidates(plan.watchdog.runtimeMs).flatMap((candidate) => {
      const pet = petFor(plan, candidate.state);
      if (pet === null || pet * 2 <= candidate.value) return [];
      const hopeless = pet >= candidate.value;
      return [
        {
          at: ['watchdog', 'petMs'],
          state: candidate.state,
          ...(hopeless ? severityOf(candidate) : { severity: 'warning' as const }),
          detail: hopeless
            ? `A pet every ${sayDuration(pet)} never comes in time for a timeout of ${sayDuration(candidate.value)}: the machine resets for ever.`
            : `A pet every ${sayDuration(pet)} may not be late once before a timeout of ${sayDuration(candidate.value)}.`,
          help: `write "${sayDuration(Math.max(1000, Math.floor(candidate.value / 3000) * 1000))}", a third of the timeout`,
          because: [{ path: runtimePath, says: 'the timeout' }],
        },
      ];
    }),
};
