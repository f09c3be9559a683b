import { sayDuration } from '../../core/duration.js';
import { type Candidate, candidates, runtimePath, severityOf } from '../settings.js';
import type { Finding, Rule } from '../types.js';

/** Before a reset that does not come. */
function withoutTimeout(candidate: Candidate<number>): Finding {
  return {
    at: ['watchdog', 'pretimeoutMs'],
    state: candidate.state,
    ...severityOf(candidate),
    detail: `There is no ${candidate.state} timeout that it could come before.`,
    help: 'write it in the state that `runtime` has',
    because: [{ path: runtimePath, says: 'the timeout' }],
  };
}

/** The pretimeout comes before the timeout. */
export const pretimeoutInTime: Rule = {
  code: 'WD1011',
  check: ({ watchdog: { pretimeoutMs, runtimeMs } }) =>
    candidates(pretimeoutMs).flatMap((candidate) => {
      const runtime =
        candidate.state === 'active' ? runtimeMs.active : (runtimeMs.deferred ?? runtimeMs.active);
      if (runtime === null) return [withoutTimeout(candidate)];
      if (candidate.value < runtime) return [];
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
