import { booksOf } from './counting/index.js';
import { replaced } from './counting/types.js';
import type { Bounds, Event, Fault, Step } from './events.js';
import type { Machine } from './machine.js';
import { afterReset, panicked, RUNNING } from './reset.js';
import { BAD, type Env, NO_SLOT, type State, type World } from './state.js';

/** Every fault that can happen in a state, while there are faults left. */
export function faultSteps(machine: Machine, world: World, bounds: Bounds, state: State): Step[] {
  if (state.faults === 0) return [];
  const left = { ...state, faults: state.faults - 1 };
  return bounds.kinds.flatMap((kind) => FAULTS[kind](machine, world, left));
}

type FaultSteps = (machine: Machine, world: World, state: State) => Step[];

function fault(event: Event, to: State): Step {
  return { kind: 'fault', event, ms: 0, to };
}

const HANGING: ReadonlySet<string> = new Set(['loader', 'kernel', 'init', 'stopping']);

const FAULTS: Readonly<Record<Fault, FaultSteps>> = {
  cut: cuts,
  hang: (_, __, state) =>
    !state.hung && (HANGING.has(state.stage) || RUNNING.has(state.stage))
      ? [fault({ what: 'hang' }, { ...state, hung: true })]
      : [],
  feeder: ({ watchdog }, __, state) =>
    !state.hung && RUNNING.has(state.stage) && watchdog.running !== null
      ? [fault({ what: 'feeder-dies' }, { ...state, hung: true })]
      : [],
  panic: (machine, __, state) =>
    !state.hung && (state.stage === 'kernel' || state.stage === 'init' || RUNNING.has(state.stage))
      ? [panicked(machine, state, { what: 'panic' }, 0, 'fault')]
      : [],
  environment: ({ rollback }, __, state) => {
    const lost = rollback === null ? null : booksOf(rollback).lost;
    if (rollback === null || lost === null || state.stage !== 'firmware') return [];
    return [fault({ what: 'environment-lost' }, { ...state, env: lost(rollback) })];
  },
  counter: ({ rollback }, __, state) => {
    if (rollback?.scheme !== 'rauc-uboot' || state.stage !== 'firmware') return [];
    return [...state.env.left.keys()].map((slot) =>
      fault(
        { what: 'counter-unreadable', slot },
        { ...state, env: { ...state.env, left: replaced(state.env.left, slot, BAD) } },
      ),
    );
  },
  reboot: ({ rollback }, { writable }, state) => {
    if (state.hung || !RUNNING.has(state.stage)) return [];
    const env =
      rollback === null || !writable || state.slot < 0
        ? state.env
        : booksOf(rollback).excuse(rollback, state.env, state.slot, state.degraded);
    return [fault({ what: 'reboot-on-purpose' }, { ...state, env, stage: 'stopping' })];
  },
  // Elsewhere nothing asks for the network: a change there is one that comes when user space runs.
  outage: (_, __, state) =>
    (['none', 'server'] as const)
      .filter((net) => net !== state.net && !state.hung && RUNNING.has(state.stage))
      .map((net) => fault({ what: 'network', net }, { ...state, net })),
};

/** The power goes: at once, or between two saves of the boot loader, or in the middle of one. */
function cuts(machine: Machine, world: World, state: State): Step[] {
  if (state.stage === 'off') return [];
  const off = (env: Env): State => ({ ...afterReset(state), env, stage: 'off', slot: NO_SLOT });
  const cut = (when: Extract<Event, { what: 'power-cut' }>['when'], env: Env) =>
    fault({ what: 'power-cut', when }, off(env));
  const { rollback } = machine;
  if (rollback === null || state.hung) return [cut('plain', state.env)];
  const { lost, choose, markGood } = booksOf(rollback);
  const torn = lost === null || rollback.atomicSave ? [] : [cut('while-saving', lost(rollback))];
  if (state.stage === 'loader') {
    const { saves } = choose(rollback, state.env, world);
    const after = saves.map((env) => cut('after-saving', env));
    return [cut('before-saving', state.env), ...after, ...(saves.length === 0 ? [] : torn)];
  }
  const marking = state.stage === 'trial' && markGood(rollback, state.env, state.slot) !== state.env;
  return [cut('plain', state.env), ...(marking && world.writable ? torn : [])];
}
