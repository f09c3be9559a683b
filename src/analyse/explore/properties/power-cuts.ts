import type { Graph } from '../search.js';
import { GOOD_SLOT } from '../searches.js';
import { traceTo } from '../trace.js';
import type { Property } from './types.js';

/** A sound slot that is marked good survives fewer power cuts than it has tries. */
export const powerCuts: Property = {
  code: 'WD1108',
  name: 'power-cuts',
  toldBy: ['WD1054', 'WD1055', 'WD1056'],
  check: ({ powerCuts: graph }, { rollback }) => {
    if (graph === null || rollback === null) return [];
    const found = fewestCuts(graph);
    if (found === undefined || found.cuts >= rollback.tries) return [];
    const name = rollback.slots[GOOD_SLOT];
    return [
      {
        at: ['rollback', 'environment'],
        detail: `Slot ${name} is sound and was marked good, and is given up after ${found.cuts} power ${found.cuts === 1 ? 'cut' : 'cuts'}: one that comes while the environment is saved loses it, and its defaults name ${rollback.slots[0]}.`,
        help: 'keep two copies: redundant-offset',
        trace: traceTo(graph, found.number),
      },
    ];
  },
};

/** The smallest number of power cuts after which another slot boots; undefined when none within the bound does it. */
export function fewestCuts(graph: Graph): { readonly cuts: number; readonly number: number } | undefined {
  let best: { cuts: number; number: number } | undefined;
  for (const [number, { stage, slot, faults }] of graph.states.entries()) {
    if (stage !== 'kernel' || slot === GOOD_SLOT) continue;
    const cuts = graph.bounds.faults - faults;
    if (best === undefined || cuts < best.cuts) best = { cuts, number };
  }
  return best;
}
