import { sayDuration } from '../../../../core/duration.js';
import type { Rule } from '../../../types.js';

/** The timeline knows the slowest service. */
export const stopTakesLonger: Rule = {
  code: 'WD1084',
  check: ({ services, boot: { stopMs } }) =>
    services.flatMap(({ name, unit, stopTimeoutMs }) =>
      stopTimeoutMs === null || stopTimeoutMs <= stopMs
        ? []
        : [
            {
              at: ['services', name, 'stopTimeoutMs'],
              detail: `${unit} may take ${sayDuration(stopTimeoutMs)} to stop; the whole machine is said to take ${sayDuration(stopMs)}.`,
              help: `write [boot] stop = "${sayDuration(stopTimeoutMs + 30_000)}", or a shorter stop-timeout`,
              because: [{ path: ['boot', 'stopMs'], says: 'the worst time of an orderly stop' }],
            },
          ],
    ),
};
