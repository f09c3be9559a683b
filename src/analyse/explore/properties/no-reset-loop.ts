import { booksOf } from '../counting/index.js';
import { findLoop, type Keeps } from '../loops.js';
import type { Graph } from '../search.js';
import { settledStages } from '../searches.js';
import { type State, UNCOUNTED, type World } from '../state.js';
import { type Trace, traceTo } from '../trace.js';
import type { Property, Violation } from './types.js';

const SETTLED = settledStages();

/**
 * Once the faults have stopped, every course ends in a machine that stays up, or at the end that the scheme declares.
 * Here: while a slot is left that would come up.
 */
export const noResetLoop: Property = {
  code: 'WD1101',
  name: 'no-reset-loop',
  toldBy: [],
  check: ({ starts }) => {
    const loops = loopsOf(starts, (world) => world.slots.some(comesUp));
    const first = (kept: (trace: Trace) => boolean) => loops.find(kept);
    const counted = first((trace) => trace.world.writable && !isUncounted(trace));
    const good = first((trace) => trace.world.writable && isUncounted(trace));
    const unsaved = first((trace) => !trace.world.writable);
    return [
      ...(counted === undefined ? [] : [ofCounted(counted)]),
      ...(good === undefined ? [] : [ofGood(good)]),
      ...(unsaved === undefined ? [] : [ofUnsaved(unsaved)]),
    ];
  },
};

/** When no slot comes up, the machine still comes to the end that the scheme declares. */
export const hasEnd: Property = {
  code: 'WD1102',
  name: 'has-end',
  toldBy: [],
  check: ({ starts }) => {
    const broken = (world: World) => world.writable && world.slots.every((slot) => slot !== 'sound');
    const trace = loopsOf(starts, broken).find((one) => !isUncounted(one));
    if (trace === undefined) return [];
    return [
      {
        at: ['rollback', 'exhausted'],
        detail:
          'When no slot is sound, the machine resets for ever: it never comes to an end in which it stays up.',
        trace,
      },
    ];
  },
};

function comesUp(slot: World['slots'][number]): boolean {
  return slot === 'sound' || slot === 'breaks';
}

/** The first loop of each world; the shortest first. */
function loopsOf(graphs: readonly Graph[], kept: (world: World) => boolean): Trace[] {
  const traces = graphs
    .filter(({ world }) => kept(world))
    .flatMap((graph): Trace[] => {
      const { machine, states } = graph;
      const books = machine.rollback === null ? null : booksOf(machine.rollback);
      const ended = (state: State | undefined) =>
        state === undefined ||
        SETTLED.has(state.stage) ||
        state.degraded ||
        (books !== null && state.stage === 'kernel' && books.atEnd(state.env));
      const keeps: Keeps = ({ kind, from, to }) =>
        kind === 'response' && !ended(states[from]) && !ended(states[to]);
      const loop = findLoop(graph, keeps);
      return loop === undefined ? [] : [traceTo(graph, loop.at, { loop: loop.edges })];
    });
  return traces.toSorted((a, b) => a.steps.length - b.steps.length);
}

/** Whether the loop is one of a slot whose boots are not counted, because it was marked good. */
function isUncounted({ machine: { rollback }, steps, repeatsFrom }: Trace): boolean {
  if (rollback === null) return true;
  if (booksOf(rollback).countsGood) return false;
  return steps.slice(repeatsFrom ?? 0).some(({ to: { env, slot } }) => {
    if (slot < 0) return false;
    return env.left[slot] === UNCOUNTED || (rollback.scheme !== 'systemd-boot' && !env.trial);
  });
}

function ofCounted(trace: Trace): Violation {
  return {
    at: ['rollback', 'scheme'],
    detail: 'The machine resets for ever, although a slot is left that would come up.',
    trace,
  };
}

function ofGood(trace: Trace): Violation {
  return {
    severity: 'note',
    at: ['rollback', 'scheme'],
    detail:
      'This scheme does not count the boots of a slot that is marked good. When such a slot breaks later, it is reset for ever, and the other slot never boots.',
    help: 'scheme = "rauc-uboot" counts every boot',
    trace,
  };
}

function ofUnsaved(trace: Trace): Violation {
  return {
    at: ['rollback', 'environment'],
    detail:
      'When the counters cannot be saved, a slot on trial is neither counted nor marked good: it is sound, and is reset for ever.',
    trace,
  };
}
