import type { Bounds, Event, Kind } from './events.js';
import { Keys } from './keys.js';
import type { Machine } from './machine.js';
import type { State, World } from './state.js';
import { stepsFrom } from './step.js';

/** A step between two states of a graph, by their numbers. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
  readonly event: Event;
  readonly ms: number;
}

/** Everything that can be reached in one world, in the order of the shortest way there. */
export interface Graph {
  readonly machine: Machine;
  readonly world: World;
  readonly bounds: Bounds;
  readonly states: readonly State[];
  /** The steps out of each state. */
  readonly edges: readonly (readonly Edge[])[];
  /** The step by which each state was found first; undefined for a start. */
  readonly via: readonly (Edge | undefined)[];
  readonly transitions: number;
  /** False when the bound on states was hit: then nothing is proven. */
  readonly complete: boolean;
}

/** A search that finds more states than this ends, and says so. It bounds the memory: some 100 MB. */
export const MAX_STATES = 200_000;

/** Breadth first from `starts`, so that the way to every state is a shortest one. */
export function search(
  { machine, world, bounds }: Pick<Graph, 'machine' | 'world' | 'bounds'>,
  starts: readonly State[],
  maxStates = MAX_STATES,
): Graph {
  const numbers = new Map<number, number>();
  const keys = new Keys();
  const states: State[] = [];
  const via: (Edge | undefined)[] = [];
  const edges: Edge[][] = [];
  let transitions = 0;
  let complete = true;
  const numberOf = (state: State, by: Omit<Edge, 'to'> | undefined): number => {
    const key = keys.of(state);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = states.push(state) - 1;
    numbers.set(key, number);
    via.push(by === undefined ? undefined : { ...by, to: number });
    return number;
  };
  for (const start of starts) numberOf(start, undefined);
  for (let from = 0; from < states.length; from++) {
    if (states.length > maxStates) {
      complete = false;
      break;
    }
    const state = states[from];
    if (state === undefined) break;
    edges.push(
      stepsFrom(machine, world, bounds, state).map(({ to, kind, event, ms }) => {
        transitions += 1;
        return { from, to: numberOf(to, { from, kind, event, ms }), kind, event, ms };
      }),
    );
  }
  return { machine, world, bounds, states, edges, via, transitions, complete };
}

/** The shortest way to a state, from a start. */
export function wayTo({ via }: Graph, number: number): Edge[] {
  const way: Edge[] = [];
  for (let edge = via[number]; edge !== undefined; edge = via[edge.from]) way.push(edge);
  return way.reverse();
}
