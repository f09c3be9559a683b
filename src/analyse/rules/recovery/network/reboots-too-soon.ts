import { sayDuration } from '../../../../core/duration.js';
import type { Rule } from '../../../types.js';
import { rebootingLadder } from '../pieces.js';

const SOUND_MS = 600_000;

/** The network had ten minutes to come back by itself. */
export const rebootsTooSoon: Rule = {
  code: 'WD1070',
  check: (plan) =>
    rebootingLadder(plan).flatMap(({ network: { everyMs }, reboot: { rounds } }) => {
      const afterMs = rounds * everyMs;
      if (afterMs >= SOUND_MS) return [];
      return [
        {
          at: ['network', 'reboot', 'rounds'],
          detail: `${rounds} failed ${rounds === 1 ? 'round' : 'rounds'} of ${sayDuration(everyMs)}: it reboots after ${sayDuration(afterMs)}.`,
          help: `write rounds = ${Math.ceil(SOUND_MS / everyMs)}, or a longer period`,
          because: [{ path: ['network', 'everyMs'], says: 'the period of a round' }],
        },
      ];
    }),
};
