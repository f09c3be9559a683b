import { sayDuration } from '../../../../core/duration.js';
import type { Rule } from '../../../types.js';

/** One heartbeat may be late. */
export const heartbeatTooSlow: Rule = {
  code: 'WD1093',
  check: ({ services }) =>
    services.flatMap(({ name, watchdogMs, heartbeatMs }) =>
      watchdogMs === null || heartbeatMs === null || heartbeatMs * 2 <= watchdogMs
        ? []
        : [
            {
              at: ['services', name, 'heartbeatMs'],
              detail: `A heartbeat every ${sayDuration(heartbeatMs)} may not be late once before a limit of ${sayDuration(watchdogMs)}.`,
              help: `write at most "${sayDuration(Math.floor(watchdogMs / 2))}"`,
              because: [{ path: ['services', name, 'watchdogMs'], says: 'the limit' }],
            },
          ],
    ),
};
