import { sayDuration } from '../../core/duration.js';
import { candidates, runtimePath, severityOf } from '../settings.js';
import type { Rule } from '../types.js';

/** The pretimeout comes before the timeout. */
export const pretimeoutInTime: Rule = {
  code: 'WD1011',
  check: ({ watchdog: { pretimeoutMs, runtimeMs } }) =>
    candidates(pretimeoutMs).flatMap((candidate) => {
      const runtime =
        candidate.state === 'active' ? runtimeMs.active : (runtimeMs.deferred ?? runtimeMs.active);
      if (runtime === null || candidate.value < runtime) return [];
      return [
        {
          at: ['watchdog', 'pretimeoutMs'],
          state: candidate.state,
          ...severityOf(candidate),
          detail: `${sayDuration(candidate.value)} before a reset at ${sayDuration(runtime)} is never.`,
          help: `write less than "${sayDuration(runtime)}"`,
          because: [{ path: runtimePath, says: 'the timeout' }],
        },
      ];
    }),
};
