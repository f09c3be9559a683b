import type { Rule } from '../../../types.js';
import { holds, rebootingLadder, softened } from '../pieces.js';

/** No clean-up reaches the files that bound the reboots. */
export const stateCleanedUp: Rule = {
  code: 'WD1098',
  check: (plan) =>
    rebootingLadder(plan).flatMap(({ network, reboot }) =>
      plan.retentions
        .filter(({ path }) => holds(path, network.stateDir))
        .map(({ name, path, state }) => ({
          at: ['retentions', name, 'path'],
          ...softened(network.state, reboot.state, state),
          detail: `${path} holds ${network.stateDir}, where the ladder keeps its budget.`,
          help: 'clean up a folder that only the application writes',
          because: [{ path: ['network', 'stateDir'], says: 'budget and streak' }],
        })),
    ),
};
