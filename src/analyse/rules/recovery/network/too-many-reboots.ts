import { sayDuration } from '../../../../core/duration.js';
import type { Rule } from '../../../types.js';
import { rebootingLadder } from '../pieces.js';

const HOUR_MS = 3_600_000;

/** At most one reboot an hour, however long the outage is. */
export const tooManyReboots: Rule = {
  code: 'WD1071',
  check: (plan) =>
    rebootingLadder(plan).flatMap(({ reboot: { max, windowMs } }) => {
      if (max * HOUR_MS <= windowMs) return [];
      const daily = Math.floor((max * 24 * HOUR_MS) / windowMs);
      return [
        {
          at: ['network', 'reboot', 'windowMs'],
          detail: `${max} in ${sayDuration(windowMs)} are up to ${daily} reboots a day.`,
          help: `write window = "${sayDuration(max * HOUR_MS)}"`,
        },
      ];
    }),
};
