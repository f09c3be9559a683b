import type { TargetPlan } from '../plan/types.js';
import { machineOf, type When } from './explore/derive.js';
import { ladderActsAfter } from './explore/ladder.js';
import type { Machine } from './explore/machine.js';
import { properties } from './explore/properties/index.js';
import { fewestCuts } from './explore/properties/power-cuts.js';
import type { Property, Violation } from './explore/properties/types.js';
import { type Graph, MAX_STATES } from './explore/search.js';
import { FAULTS, type Searches, searchAll } from './explore/searches.js';
import { replayed, type Trace, traceTo } from './explore/trace.js';

/** A property that does not hold, and the shortest course of events that breaks it. */
export interface Broken {
  readonly property: Property;
  readonly violation: Violation;
}

/** What came of exploring one machine. */
export interface Exploration {
  readonly machine: Machine;
  readonly bounds: ExplorationBounds;
  readonly states: number;
  readonly transitions: number;
  /** False when the bound on states was hit: what was not found is then not proven. */
  readonly complete: boolean;
  readonly broken: readonly Broken[];
  /** The fewest power cuts after which a sound slot that is marked good is given up; null = more than explored. */
  readonly powerCuts: { readonly cuts: number; readonly trace: Trace } | null;
}

export interface ExplorationBounds {
  /** Transient faults in one course of events. */
  readonly faults: number;
  /** Ways in which the slots can be broken for good. */
  readonly worlds: number;
  /** Power cuts when they are the only fault. */
  readonly powerCuts: number;
  /** States at most, per search. */
  readonly states: number;
}

/** Explores a machine within the stated bounds. Pure: it takes no clock, and equal machines give equal results. */
export function exploreMachine(machine: Machine): Exploration {
  const searches = searchAll(machine);
  const graphs = graphsOf(searches);
  const sum = (count: (graph: Graph) => number) => graphs.reduce((total, graph) => total + count(graph), 0);
  return {
    machine,
    bounds: {
      faults: FAULTS,
      worlds: searches.starts.length,
      powerCuts: searches.powerCuts?.bounds.faults ?? 0,
      states: MAX_STATES,
    },
    states: sum(({ states }) => states.length),
    transitions: sum(({ transitions }) => transitions),
    complete: graphs.every(({ complete }) => complete),
    broken: properties.flatMap((property) =>
      property.check(searches, machine).map((violation) => ({ property, violation })),
    ),
    powerCuts: powerCutsOf(searches),
  };
}

function powerCutsOf({ powerCuts: graph }: Searches): Exploration['powerCuts'] {
  const found = graph === null ? undefined : fewestCuts(graph);
  if (graph === null || found === undefined) return null;
  return { cuts: found.cuts, trace: traceTo(graph, found.number) };
}

function graphsOf({ starts, outages, powerCuts }: Searches): readonly Graph[] {
  return [...starts, outages, ...(powerCuts === null ? [] : [powerCuts])];
}

/**
 * Explores targets; those whose machines are equal once. Machines that differ in times alone have the same states: the
 * courses of events that were found for one are replayed in the other.
 */
export class Explorer {
  readonly #explored = new Map<string, Exploration>();
  readonly #shapes = new Map<string, Exploration>();

  /** The exploration of a target's machine, today's or the one after every deferral is lifted. */
  explore(plan: TargetPlan, when: When): Exploration {
    const machine = machineOf(plan, when);
    const key = JSON.stringify(machine);
    const known = this.#explored.get(key);
    if (known !== undefined) return known;
    const shape = shapeOf(machine);
    const alike = this.#shapes.get(shape);
    const found = (alike === undefined ? undefined : inOther(alike, machine)) ?? exploreMachine(machine);
    this.#shapes.set(shape, found);
    this.#explored.set(key, found);
    return found;
  }
}

/** Everything of a machine that decides which states it has: all but its times, and which of them come first. */
function shapeOf(machine: Machine): string {
  const { ladder, rollback } = machine;
  const slower = ladder !== null && rollback !== null && ladderActsAfter(ladder) > rollback.checksMs;
  const timeless = (key: string, value: unknown) =>
    typeof value === 'number' && TIMES.test(key) ? 0 : value;
  return JSON.stringify({ ...machine, slower }, timeless);
}

const TIMES = /Ms$|^(ms|folded|loader|kernel|init|running|stopping)$/;

function inOther(exploration: Exploration, machine: Machine): Exploration | undefined {
  const broken: Broken[] = [];
  for (const { property, violation } of exploration.broken) {
    const trace = replayed(violation.trace, machine);
    if (trace === undefined) return undefined;
    broken.push({ property, violation: { ...violation, trace } });
  }
  const { powerCuts } = exploration;
  const cuts = powerCuts === null ? null : replayed(powerCuts.trace, machine);
  if (cuts === undefined) return undefined;
  return {
    ...exploration,
    machine,
    broken,
    powerCuts: powerCuts === null || cuts === null ? null : { cuts: powerCuts.cuts, trace: cuts },
  };
}
