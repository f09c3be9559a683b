import type { Rule } from '../../../types.js';
import { decidingProbes, rebootingLadder } from '../pieces.js';

/** A machine whose own network works does not reboot for what is behind the router. */
export const rebootsForTheInternet: Rule = {
  code: 'WD1068',
  check: (plan) =>
    rebootingLadder(plan).flatMap(({ network, reboot }) => {
      const distant = decidingProbes(network).find(({ proves }) => proves === 'internet');
      const local = network.probes.some(
        ({ name, proves }) => reboot.vetoes.includes(name) && (proves === 'lan' || proves === 'link'),
      );
      if (distant === undefined || local || !reboot.on.includes('internet')) return [];
      return [
        {
          at: ['network', 'reboot', 'on'],
          detail: `"${distant.name}" fails while the provider is away, and nothing forbids the reboot although the local network works.`,
          help: 'write on = ["link", "lan"], or add a veto that asks the gateway: a probe of kind neighbour',
        },
      ];
    }),
};
