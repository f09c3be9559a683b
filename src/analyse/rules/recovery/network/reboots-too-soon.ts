import { sayDuration } from '../../../../core/duration.js';
import type { Rule } from '../../../types.js';
import { rebootingLadder } from '../pieces.js';

const SOUND_MS = 600_000;

/** The network had ten minutes to come back by itself. */
export const rebootsTooSoon: Rule = {
  code: 'WD1070',
  check: (plan) =>
    rebootingLadder(plan).flatMap(({ network: { everyMs }, reboot: { rounds } }) => {
      // An outage may begin just before the first round that sees it.
      const afterMs = (rounds - 1) * everyMs;
      if (afterMs >= SOUND_MS) return [];
      return [
        {
          at: ['network', 'reboot', 'rounds'],
          detail:
            rounds === 1
              ? 'The first failed round reboots, however short the outage is.'
              : `From the first of ${rounds} failed rounds to the last are ${sayDuration(afterMs)}: no outage has longer to end.`,
          help: `write rounds = ${Math.ceil(SOUND_MS / everyMs) + 1}, or a longer period`,
          because: [{ path: ['network', 'everyMs'], says: 'the period of a round' }],
        },
      ];
    }),
};
