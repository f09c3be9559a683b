import type { Rule } from '../../../types.js';
import { decidingProbes, rebootingLadder } from '../pieces.js';

/** The last step of the ladder can be taken. A ladder of servers only has a rule of its own: WD1069. */
export const rebootUnreachable: Rule = {
  code: 'WD1080',
  check: (plan) =>
    rebootingLadder(plan).flatMap(({ network, reboot }) => {
      const proved = [...new Set(decidingProbes(network).map(({ proves }) => proves))];
      const servers = proved.every((one) => one === 'server');
      if (servers || proved.some((one) => one !== 'server' && reboot.on.includes(one))) return [];
      return [
        {
          at: ['network', 'reboot', 'on'],
          detail: `The deciding probes prove ${proved.join(' and ')}; the reboot waits for ${reboot.on.join(' or ')} to fail.`,
          help: `let a probe that proves "${reboot.on[0]}" decide, or name in \`on\` what the probes prove`,
          because: [{ path: ['network', 'healthy'], says: 'the probes that decide' }],
        },
      ];
    }),
};
