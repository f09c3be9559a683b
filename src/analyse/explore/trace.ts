import type { Bounds, Step } from './events.js';
import { Keys } from './keys.js';
import type { Machine } from './machine.js';
import { type Edge, type Graph, wayTo } from './search.js';
import type { State, World } from './state.js';
import { stepsFrom } from './step.js';

/** A course of events that breaks a property: the shortest one. It holds no graph, so that it can be kept. */
export interface Trace {
  readonly machine: Machine;
  readonly world: World;
  readonly bounds: Bounds;
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
  const { machine, world, bounds } = graph;
  const way = [...wayTo(graph, number), ...more];
  const all = [...way, ...loop];
  return {
    machine,
    world,
    bounds,
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

/**
 * The same course of events in another machine, with its times: replayed step by step through the stepper. Undefined
 * when that machine cannot do it.
 */
export function replayed(trace: Trace, other: Machine): Trace | undefined {
  const machine = trace.machine.ladder === null ? { ...other, ladder: null } : other;
  const keys = new Keys();
  const steps: Step[] = [];
  let state = trace.start;
  for (const { event, to } of trace.steps) {
    const text = JSON.stringify(event);
    const step = stepsFrom(machine, trace.world, trace.bounds, state).find(
      (one) => JSON.stringify(one.event) === text && keys.of(one.to) === keys.of(to),
    );
    if (step === undefined) return undefined;
    steps.push(step);
    state = step.to;
  }
  return { ...trace, machine, steps };
}
