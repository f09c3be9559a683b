import type { Step } from './events.js';
import type { Machine } from './machine.js';
import { type Edge, type Graph, wayTo } from './search.js';
import type { State, World } from './state.js';

/** A course of events that breaks a property: the shortest one. It holds no graph, so that it can be kept. */
export interface Trace {
  readonly machine: Machine;
  readonly world: World;
  readonly start: State;
  readonly steps: readonly Step[];
  /** The first of the last steps that then repeat for ever; null = they end. */
  readonly repeatsFrom: number | null;
}

/** The shortest way to a state, some more steps, and what then repeats. */
export function traceTo(
  graph: Graph,
  number: number,
  { more = [], loop = [] }: { readonly more?: readonly Edge[]; readonly loop?: readonly Edge[] } = {},
): Trace {
  const way = [...wayTo(graph, number), ...more];
  const all = [...way, ...loop];
  return {
    machine: graph.machine,
    world: graph.world,
    start: stateAt(graph, all[0]?.from ?? number),
    steps: all.map(({ kind, event, ms, to }) => ({ kind, event, ms, to: stateAt(graph, to) })),
    repeatsFrom: loop.length === 0 ? null : way.length,
  };
}

function stateAt({ states }: Graph, number: number): State {
  const state = states[number];
  if (state === undefined) throw new Error(`no state ${number}`);
  return state;
}
