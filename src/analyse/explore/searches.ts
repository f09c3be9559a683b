import { booksOf } from './counting/index.js';
import type { Bounds, Fault } from './events.js';
import type { Machine, Net, RollbackMachine } from './machine.js';
import { type Graph, search } from './search.js';
import { type Env, powerOn, type SlotHealth, type State, type World } from './state.js';

/** The searches that together explore a machine. Each has its own faults, so that a property can say "by these alone". */
export interface Searches {
  /** Every way in which slots can be broken, and every transient fault. */
  readonly starts: readonly Graph[];
  /** Sound slots, and a network and guards that come and go as they like. */
  readonly outages: Graph;
  /** A sound slot that is marked good, and power cuts. */
  readonly powerCuts: Graph | null;
}

/** Transient faults in one course, besides what is broken for good. */
export const FAULTS = 2;

const EVERY: readonly Fault[] = [
  ...(['cut', 'hang', 'feeder', 'panic', 'environment', 'counter', 'reboot', 'outage'] as const),
];
export const NETS: readonly Net[] = ['none', 'link', 'lan', 'internet', 'server'];

export function searchAll(machine: Machine): Searches {
  return {
    starts: worldsOf(machine).map((world) => searchStarts(machine, world)),
    outages: searchOutages(machine),
    powerCuts: machine.rollback === null ? null : searchPowerCuts(machine, machine.rollback),
  };
}

/** Every combination of how two slots can be; and sound slots with an environment that cannot be saved. */
function worldsOf({ rollback }: Machine): World[] {
  if (rollback === null) return [{ slots: ['sound'], writable: true }];
  const healths: SlotHealth[] = ['sound', 'hangs', 'panics', 'breaks'];
  if (booksOf(rollback).passesOver) healths.push('missing');
  // More than two slots: the later ones are like the second.
  const pairs = healths.flatMap((a) => healths.map((b) => [a, b] as const));
  const all = pairs.map(([a, b]) => rollback.slots.map((_, slot) => (slot === 0 ? a : b)));
  return [
    ...all.map((slots) => ({ slots, writable: true })),
    { slots: rollback.slots.map(() => 'sound' as const), writable: false },
  ];
}

/** How a machine can be before its power comes: settled on its first slot, or with an update to try. */
export function startsOf({ rollback }: Machine): readonly Env[] {
  if (rollback === null)
    return [{ left: [0], first: 0, refilled: false, intent: false, trial: false, count: 0, spent: 0 }];
  const books = booksOf(rollback);
  return [books.settled(rollback), books.updated(rollback)];
}

function searchStarts(machine: Machine, world: World): Graph {
  const bounds: Bounds = { faults: FAULTS, kinds: EVERY, nets: [], guards: false };
  const quiet = { ...machine, ladder: null };
  const envs = world.writable
    ? startsOf(machine)
    : startsOf(machine).flatMap((env) => [env, countedOnce(quiet, env)]);
  const starts = envs.map((env) => powerOn(quiet, env, { faults: FAULTS }));
  return search({ machine: quiet, world, bounds }, starts);
}

/** A boot was counted and cut off, and then the medium went. */
function countedOnce({ rollback }: Machine, env: Env): Env {
  if (rollback === null) return env;
  return booksOf(rollback).choose(rollback, env, soundWorld({ rollback })).saves.at(-1) ?? env;
}

function searchOutages(machine: Machine): Graph {
  const bounds: Bounds = { faults: 0, kinds: [], nets: NETS, guards: true };
  const starts = startsOf(machine).map((env) => powerOn(machine, env));
  return search({ machine, world: soundWorld(machine), bounds }, starts);
}

/** The second slot is the good one: a lost environment then shows, for its defaults name the first. */
export const GOOD_SLOT = 1;

function searchPowerCuts(machine: Machine, rollback: RollbackMachine): Graph {
  const books = booksOf(rollback);
  const faults = rollback.tries + 1;
  const bounds: Bounds = { faults, kinds: ['cut'], nets: [], guards: false };
  const quiet = { ...machine, ladder: null };
  const env = books.markGood(rollback, books.updated(rollback), GOOD_SLOT);
  return search({ machine: quiet, world: soundWorld(machine), bounds }, [powerOn(quiet, env, { faults })]);
}

function soundWorld({ rollback }: Pick<Machine, 'rollback'>): World {
  return { slots: (rollback?.slots ?? ['']).map(() => 'sound' as const), writable: true };
}

export function settledStages(): ReadonlySet<State['stage']> {
  return new Set(['good', 'degraded', 'recovery', 'idle']);
}
