import { sayDuration } from '../../../../core/duration.js';
import type { Rule } from '../../../types.js';
import { rebootingLadder } from '../pieces.js';

/** The ladder does not reboot a slot whose health checks still run. */
export const rebootBeforeCommit: Rule = {
  code: 'WD1082',
  check: (plan) =>
    rebootingLadder(plan).flatMap(({ network: { everyMs }, reboot: { rounds } }) => {
      const { rollback } = plan;
      // The first round is due at once, so the last of them comes after one period less.
      const earliestMs = (rounds - 1) * everyMs;
      if (rollback === null || earliestMs > rollback.commit.timeoutMs) return [];
      return [
        {
          at: ['network', 'reboot', 'rounds'],
          detail: `The reboot can come ${sayDuration(Math.max(earliestMs, 1_000))} after the start, and the health checks may take ${sayDuration(rollback.commit.timeoutMs)}: until then the boot counts as failed.`,
          help: `write rounds = ${Math.floor(rollback.commit.timeoutMs / everyMs) + 2}, or a shorter commit timeout`,
          because: [
            { path: ['rollback', 'commit', 'timeoutMs'], says: 'the time limit of the health checks' },
          ],
        },
      ];
    }),
};
