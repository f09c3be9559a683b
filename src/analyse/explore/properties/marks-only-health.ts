import { traceTo } from '../trace.js';
import type { Property } from './types.js';

/** Only a slot whose health checks pass is marked good: otherwise a broken one is never left. */
export const marksOnlyHealth: Property = {
  code: 'WD1103',
  name: 'marks-only-health',
  toldBy: [],
  check: ({ starts }) => {
    for (const graph of starts)
      for (const out of graph.edges)
        for (const edge of out) {
          const slot = graph.states[edge.from]?.slot ?? -1;
          if (edge.event.what !== 'marks-good' || graph.world.slots[slot] === 'sound') continue;
          const trace = traceTo(graph, edge.from, { more: [edge] });
          return [
            {
              at: ['rollback', 'commit'],
              detail: 'A slot is marked good whose health checks do not pass.',
              trace,
            },
          ];
        }
    return [];
  },
};
