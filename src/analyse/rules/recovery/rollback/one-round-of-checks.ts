import { sayDuration } from '../../../../core/duration.js';
import type { Rule } from '../../../types.js';

/** Failed health checks are tried again. */
export const oneRoundOfChecks: Rule = {
  code: 'WD1066',
  check: ({ rollback }) => {
    if (rollback === null || rollback.commit.retryMs < rollback.commit.timeoutMs) return [];
    const { retryMs, timeoutMs } = rollback.commit;
    return [
      {
        at: ['rollback', 'commit', 'retryMs'],
        detail: `After ${sayDuration(retryMs)} the ${sayDuration(timeoutMs)} for all checks are over.`,
        help: 'write retry = "5s", or a longer timeout',
      },
    ];
  },
};
