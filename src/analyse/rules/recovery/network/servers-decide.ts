import type { NetworkPlan } from '../../../../plan/types.js';
import type { Rule } from '../../../types.js';
import { decidingProbes } from '../pieces.js';
import { disturbs } from './disturbing.js';

/** Servers that are down do not take the link of this machine down as well. */
export const serversDecide: Rule = {
  code: 'WD1069',
  check: ({ network }) => {
    if (network === null || !downByServersAlone(network)) return [];
    const servers = decidingProbes(network).filter(({ proves }) => proves === 'server');
    const harsh = network.steps.find(disturbs);
    const nothingElse = servers.length === network.healthy.probes.length;
    if (harsh === undefined && !nothingElse) return [];
    return [
      {
        at: ['network', 'healthy'],
        detail: `"${servers[0]?.name}" fails when the server is down, and the network counts as dead${harsh === undefined ? '' : `: "${harsh.name}" disturbs it`}.${nothingElse ? ' No reboot follows, for nothing else decides.' : ''}`,
        help: 'let probes of the link, the address and the gateway decide; use the server as a veto: when it answers, the network is well',
      },
    ];
  },
};

/** Whether the network counts as dead when every server is down and all else works. */
function downByServersAlone(network: NetworkPlan): boolean {
  const { need, probes } = network.healthy;
  const others = decidingProbes(network).filter(({ proves }) => proves !== 'server').length;
  if (need.kind === 'any') return others === 0;
  return others < (need.kind === 'all' ? probes.length : need.of);
}
