import { hangStageOf } from '../reset.js';
import type { Graph } from '../search.js';
import { traceTo } from '../trace.js';
import type { Property } from './types.js';

const STAGES = {
  loader: 'in the boot loader',
  kernel: 'in the kernel',
  init: 'between the kernel and the feeder',
  running: 'while it runs',
  stopping: 'while it stops',
} as const;

type StageName = keyof typeof STAGES;

/** A silent hang is reset by something, in every stage: a hang that lasts spends no try, and no other slot boots. */
export const neverStranded: Property = {
  code: 'WD1100',
  name: 'never-stranded',
  toldBy: ['WD1060'],
  check: ({ starts }, { watchdog, rollback }) => {
    const found = new Map<StageName, { graph: Graph; number: number }>();
    for (const graph of starts)
      for (const [number, state] of graph.states.entries()) {
        const stage = hangStageOf(state.stage);
        if (state.hung && !found.has(stage) && isStuck(graph, number)) found.set(stage, { graph, number });
      }
    const stages = (Object.keys(STAGES) as StageName[]).filter((stage) => found.has(stage));
    const worst = found.get('kernel') ?? [...found.values()][0];
    if (worst === undefined) return [];
    const { graph, number } = worst;
    const spent = rollback === null ? '' : ' It spends no try, so no other slot boots.';
    return [
      {
        severity: watchdog.running === null ? 'warning' : 'note',
        at: ['watchdog', 'runtimeMs'],
        detail: `A machine that hangs silently ${stages.map((stage) => STAGES[stage]).join(', ')} stands still until somebody comes: nothing resets it.${spent}`,
        trace: traceTo(graph, number),
      },
    ];
  },
};

function isStuck({ edges }: Graph, number: number): boolean {
  return (edges[number] ?? []).every(({ kind }) => kind !== 'response');
}
