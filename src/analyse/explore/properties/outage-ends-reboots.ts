import { sayDuration } from '../../../core/duration.js';
import { findLoop, type Keeps } from '../loops.js';
import type { LadderReboot, Net } from '../machine.js';
import { type Graph, wayTo } from '../search.js';
import type { Property, Trace, Violation } from './types.js';

/** While the network stays out for ever, the ladder reboots a limited number of times. */
export const outageEndsReboots: Property = {
  code: 'WD1106',
  name: 'outage-ends-reboots',
  check: ({ outages }, { ladder }) => {
    const reboot = ladder?.reboot ?? null;
    if (reboot === null) return [];
    const dead = endless(outages, 'none');
    if (dead !== undefined) return [withoutLink(dead)];
    // With the link up the limit of reboots in a row does not hold, by its definition: the budget alone does.
    const beyond = (['link', 'lan', 'internet'] as const).flatMap((net) => endless(outages, net) ?? []);
    return beyond.slice(0, 1).map((trace) => withLink(reboot, trace));
  },
};

function endless(graph: Graph, net: Net): Trace | undefined {
  const { states } = graph;
  const keeps: Keeps = ({ kind, from, to }) =>
    kind === 'response' && states[from]?.net === net && states[to]?.net === net;
  const loop = findLoop(graph, keeps, ({ event }) => event.what === 'ladder-reboots');
  return loop === undefined ? undefined : { graph, way: wayTo(graph, loop.at), loop: loop.edges };
}

function withoutLink(trace: Trace): Violation {
  return {
    at: ['network', 'reboot', 'neverUp'],
    detail:
      'While the link is down for ever the ladder reboots for ever: a router that is off keeps the machine rebooting.',
    trace,
  };
}

function withLink({ max, windowMs }: LadderReboot, trace: Trace): Violation {
  return {
    severity: 'note',
    at: ['network', 'reboot'],
    detail: `While the link is up and what lies behind it is out for ever, the ladder reboots for ever: ${max} ${max === 1 ? 'time' : 'times'} in every ${sayDuration(windowMs)} of running time.`,
    trace,
  };
}
