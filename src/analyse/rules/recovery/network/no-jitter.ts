import { sayDuration } from '../../../../core/duration.js';
import type { Rule } from '../../../types.js';
import { rebootingLadder } from '../pieces.js';

/** Spread over less, the load of a fleet comes at once. A judgement. */
const SOUND_MS = 5_000;

/** Devices that see one outage act at different times. */
export const noJitter: Rule = {
  code: 'WD1079',
  check: (plan) =>
    rebootingLadder(plan).flatMap(({ network: { jitterMs, everyMs } }) =>
      jitterMs >= Math.min(SOUND_MS, everyMs / 10)
        ? []
        : [
            {
              at: ['network', 'jitterMs'],
              detail: `Every device behind one router acts, and reboots, within ${sayDuration(Math.max(jitterMs, 1_000))}.`,
              help: 'leave `jitter` out: the default is a tenth of the period, at most 30s',
            },
          ],
    ),
};
