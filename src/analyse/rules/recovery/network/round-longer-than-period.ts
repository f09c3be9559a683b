import { sayDuration } from '../../../../core/duration.js';
import type { NetworkPlan } from '../../../../plan/types.js';
import type { Rule } from '../../../types.js';
import { decidingProbes } from '../pieces.js';

/** A round is over before the next one is due, also when every probe and step takes its whole time. */
export const roundLongerThanPeriod: Rule = {
  code: 'WD1075',
  check: ({ network }) => {
    if (network === null) return [];
    const worstMs = worstRoundMs(network);
    if (worstMs <= network.everyMs) return [];
    return [
      {
        at: ['network', 'everyMs'],
        detail: `A round takes up to ${sayDuration(worstMs)} and is due every ${sayDuration(network.everyMs)}.`,
        help: `write every = "${sayDuration(Math.ceil(worstMs / 60_000) * 60_000)}", or shorter time limits`,
        because: [
          { path: ['network', 'steps'], says: 'each step with its pause, and the probes after it' },
          { path: ['network', 'probes'], says: 'each probe with its time limit' },
        ],
      },
    ];
  },
};

/** The probes, then each step with its pause and the probes again. */
function worstRoundMs(network: NetworkPlan): number {
  const askMs = decidingProbes(network).reduce((sum, { timeoutMs }) => sum + timeoutMs, 0);
  return network.steps.reduce(
    (sum, { timeoutMs, settleMs }) => sum + timeoutMs + settleMs + (settleMs > 0 ? askMs : 0),
    askMs,
  );
}
