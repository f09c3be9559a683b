import type { Rule } from '../../../types.js';
import { inMemory, rebootingLadder, softened } from '../pieces.js';

/** Budget and streak survive the reboot that they bound. */
export const stateForgotten: Rule = {
  code: 'WD1077',
  check: (plan) =>
    rebootingLadder(plan).flatMap(({ network, reboot }) =>
      inMemory(network.stateDir)
        ? [
            {
              at: ['network', 'stateDir'],
              ...softened(network.state, reboot.state),
              detail: `${network.stateDir} is empty after a reboot, and ${reboot.max} more ${reboot.max === 1 ? 'is' : 'are'} allowed.`,
              help: 'name a folder that persists: /var/lib/wdgen/selfheal where /var does',
            },
          ]
        : [],
    ),
};
