import { sayDuration } from '../../../../core/duration.js';
import type { Rule } from '../../../types.js';
import { disturbs } from './disturbing.js';

const SOUND_MS = 60_000;

/** Between two disturbances the link, the address and the neighbours have a minute to come back. */
export const stepTooOften: Rule = {
  code: 'WD1073',
  check: ({ network }) => {
    if (network === null) return [];
    return network.steps
      .filter((step) => disturbs(step) && Math.max(step.cooldownMs, network.everyMs) < SOUND_MS)
      .map(({ name, cooldownMs }) => ({
        at: ['network', 'steps', name],
        detail: `"${name}" is taken every ${sayDuration(Math.max(cooldownMs, network.everyMs))} while the network is dead.`,
        help: 'write cooldown = "5min" for the step, or a longer period',
        because: [{ path: ['network', 'everyMs'], says: 'the period of a round' }],
      }));
  },
};
