import type { Rule } from '../../../types.js';
import { rebootingLadder } from '../pieces.js';

/** A veto proves more than that the cable is plugged in. */
export const vetoOnALiveLink: Rule = {
  code: 'WD1083',
  check: (plan) =>
    rebootingLadder(plan).flatMap(({ network, reboot }) =>
      network.probes
        .filter(({ name, proves }) => reboot.vetoes.includes(name) && proves === 'link')
        .map(({ name }) => ({
          at: ['network', 'reboot', 'vetoes'],
          detail: `"${name}" succeeds while the cable is plugged in, and forbids the reboot.`,
          help: 'use a veto that reaches further: the gateway (neighbour), or a host (ping, tcp, http)',
        })),
    ),
};
