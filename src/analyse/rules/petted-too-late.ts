import { sayDuration } from '../../core/duration.js';
import { candidates, petFor, runtimePath, severityOf } from '../settings.js';
import type { Rule } from '../types.js';

/** A third of the timeout, or a longer timeout where that is less than a second. */
function sounder(timeout: number): string {
  const third = Math.floor(timeout / 3000) * 1000;
  return third === 0
    ? 'make the timeout 3s or more'
    : `write "${sayDuration(third)}", a third of the timeout`;
}

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
          help: sounder(candidate.value),
          because: [{ path: runtimePath, says: 'the timeout' }],
        },
      ];
    }),
};
