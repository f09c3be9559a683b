import type { Rule } from '../../../types.js';
import { decidingProbes, rebootingLadder } from '../pieces.js';

/** Two probes of different kind, vetoes among them, agree before the machine reboots. */
export const oneKindOfEvidence: Rule = {
  code: 'WD1067',
  check: (plan) =>
    rebootingLadder(plan).flatMap(({ network, reboot }) => {
      const vetoes = network.probes.filter(({ name }) => reboot.vetoes.includes(name));
      const heard = [...decidingProbes(network), ...vetoes];
      const [kind, ...others] = new Set(heard.map(({ check }) => check.kind));
      if (kind === undefined || others.length > 0) return [];
      return [
        {
          at: ['network', 'reboot'],
          detail:
            heard.length === 1
              ? `Only the probe "${heard[0]?.name}" is heard. When it is wrong, a healthy machine reboots.`
              : `All ${heard.length} probes are of the kind ${kind}. When that is filtered, a healthy machine reboots.`,
          help: 'add a probe of another kind as a veto: carrier, address, neighbour, ping, tcp or http',
        },
      ];
    }),
};
