import { sayDuration } from '../../../../core/duration.js';
import type { Rule } from '../../../types.js';

const HOUR_MS = 3_600_000;

/** The bound on a monitor's restarts is smaller than what its pace allows. */
export const boundNeverReached: Rule = {
  code: 'WD1086',
  check: ({ monitors }) =>
    monitors.flatMap(({ name, everyMs, restartsPerHour }) =>
      restartsPerHour * everyMs < HOUR_MS
        ? []
        : [
            {
              at: ['monitors', name],
              detail: `It looks every ${sayDuration(everyMs)}, so ${restartsPerHour} restarts in an hour are never exceeded.`,
              help: `write restarts-per-hour = ${Math.max(1, Math.floor(HOUR_MS / everyMs / 4))}`,
            },
          ],
    ),
};
