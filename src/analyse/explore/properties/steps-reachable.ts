import { isHealthy } from '../ladder.js';
import type { LadderMachine } from '../machine.js';
import type { Edge, Graph } from '../search.js';
import { type Trace, traceTo } from '../trace.js';
import type { Property } from './types.js';

/** Every step of the ladder is taken in some course of events, and so is the reboot. */
export const stepsReachable: Property = {
  code: 'WD1107',
  name: 'steps-reachable',
  toldBy: [],
  check: ({ outages }, { ladder }) => {
    if (ladder === null) return [];
    const taken = new Set<number>();
    let reboots = false;
    for (const { event } of outages.edges.flat()) {
      if (event.what !== 'round' && event.what !== 'ladder-reboots') continue;
      for (const step of event.steps) taken.add(step);
      reboots ||= event.what === 'ladder-reboots';
    }
    const trace = deadEnd(outages, ladder);
    if (trace === undefined) return [];
    const missing = ladder.steps.flatMap(({ name }, index) => (taken.has(index) ? [] : [name]));
    const at = missing.length === 0 ? ['network', 'reboot'] : ['network', 'steps'];
    if (ladder.reboot !== null && !reboots) missing.push('the reboot');
    if (missing.length === 0) return [];
    return [{ at, detail: `No course of events leads to ${missing.join(', ')}: ${WHY}.`, trace }];
  },
};

const WHY = 'a guard holds for ever, a veto speaks against it in every outage, or no probe asks for it';

/** The longest that the ladder ever does in the worst outage: rounds that fail, again and again. */
function deadEnd(graph: Graph, ladder: LadderMachine): Trace | undefined {
  const repeats = (edge: Edge) => edge.from === edge.to && edge.event.what === 'round';
  const loop = graph.edges.flat().find((edge) => {
    const state = graph.states[edge.from];
    return state !== undefined && repeats(edge) && state.net === 'none' && !isHealthy(ladder, state.net);
  });
  return loop === undefined ? undefined : traceTo(graph, loop.from, { loop: [loop] });
}
