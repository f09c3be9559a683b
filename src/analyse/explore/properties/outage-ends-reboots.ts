import { findLoop, type Keeps } from '../loops.js';
import type { Net } from '../machine.js';
import type { Graph } from '../search.js';
import { type Trace, traceTo } from '../trace.js';
import type { Property } from './types.js';

/** While the network stays out for ever, wherever it is broken, the ladder reboots a limited number of times. */
export const outageEndsReboots: Property = {
  code: 'WD1106',
  name: 'outage-ends-reboots',
  toldBy: [],
  check: ({ outages }, { ladder }) => {
    if ((ladder?.reboot ?? null) === null) return [];
    const traces = (['none', 'link', 'lan', 'internet'] as const).flatMap(
      (net) => endless(outages, net) ?? [],
    );
    return traces.slice(0, 1).map((trace) => ({
      at: ['network', 'reboot', 'neverUp'],
      detail:
        'While the network is out for ever the ladder reboots for ever: a router that is off keeps the machine rebooting.',
      trace,
    }));
  },
};

/** Reboots that go on while the network stays as it is. */
function endless(graph: Graph, net: Net): Trace | undefined {
  const { states } = graph;
  const keeps: Keeps = ({ kind, from, to }) =>
    kind === 'response' && states[from]?.net === net && states[to]?.net === net;
  const loop = findLoop(graph, keeps, ({ event }) => event.what === 'ladder-reboots');
  return loop === undefined ? undefined : traceTo(graph, loop.at, { loop: loop.edges });
}
