import { sayDuration } from '../../../../core/duration.js';
import type { Rule } from '../../../types.js';
import { mends } from './disturbing.js';

const SOUND_MS = 5_000;

/** The probes are asked when the step can have worked. */
export const settleTooShort: Rule = {
  code: 'WD1074',
  check: ({ network }) =>
    (network?.steps ?? [])
      .filter((step) => mends(step) && step.settleMs < SOUND_MS)
      .map(({ name, settleMs }) => ({
        at: ['network', 'steps', name],
        detail: `The probes are asked ${sayDuration(settleMs)} after "${name}".`,
        help: 'write settle = "15s"',
      })),
};
