import { type Graph, wayTo } from '../search.js';
import type { Property, Trace } from './types.js';

/**
 * A sound slot is not given up because the network is out, however long: neither by health checks that ask for it, nor by
 * a ladder whose reboots are counted.
 */
export const outageSparesSlots: Property = {
  code: 'WD1104',
  name: 'outage-spares-slots',
  check: ({ outages }, { rollback }) => {
    if (rollback === null) return [];
    const { slots, checksNeed } = rollback;
    const good = givenUp(outages, 0);
    const trial = givenUp(outages, 1);
    const trace = good ?? trial;
    if (trace === undefined) return [];
    const name = slots[good === undefined ? 1 : 0];
    const by = trace.way.some(({ event }) => event.what === 'ladder-reboots') ? LADDER : CHECKS;
    return [
      {
        // A slot on trial that has no network is what a rollback is for: then it is the price of a check.
        ...(good === undefined ? { severity: 'note' as const } : {}),
        at: by === CHECKS && checksNeed !== null ? ['rollback', 'commit', 'checks'] : ['network', 'reboot'],
        detail:
          good === undefined
            ? `An update of slot ${name} that is sound is rolled back when the network is out while it is tried: ${by}.`
            : `Slot ${name} is sound and was marked good, and is given up because the network is out: ${by}.`,
        help:
          by === CHECKS
            ? 'check what the slot itself brings up; leave the network to the self-heal ladder'
            : 'let the ladder reboot on purpose, which gives the try back',
        trace,
      },
    ];
  },
};

const CHECKS = 'its health checks ask for the network, and every boot in which they fail costs a try';
const LADDER = 'every reboot of the ladder costs a try';

/** The shortest way from a start with this slot first to a boot of another one. */
function givenUp(graph: Graph, slot: number): Trace | undefined {
  for (const [number, state] of graph.states.entries()) {
    if (state.stage !== 'kernel' || state.slot === slot) continue;
    const way = wayTo(graph, number);
    const start = graph.states[way[0]?.from ?? number];
    if (start?.env.first === slot) return { graph, way, loop: [] };
  }
  return undefined;
}
