import type { Rule } from '../../../types.js';
import { rebootingLadder } from '../pieces.js';

/** Devices that see one outage act at different times. */
export const noJitter: Rule = {
  code: 'WD1079',
  check: (plan) =>
    rebootingLadder(plan).flatMap(({ network: { jitterMs, everyMs } }) =>
      jitterMs >= Math.min(1_000, everyMs / 10)
        ? []
        : [
            {
              at: ['network', 'jitterMs'],
              detail: 'Every device behind one router reboots at the same moment.',
              help: 'leave `jitter` out: the default is a tenth of the period, at most 30s',
            },
          ],
    ),
};
