import { booksOf } from './counting/index.js';
import type { Bounds, Event, Kind, Step } from './events.js';
import { faultSteps } from './faults.js';
import { ladderSteps, worldSteps } from './ladder.js';
import { type Machine, reaches } from './machine.js';
import { afterReset, hangStageOf, panicked } from './reset.js';
import { NO_SLOT, RECOVERY, type Stage, type State, type World } from './state.js';

/** U-Boot waits this long when nothing can be loaded: `sleep 60` in templates/uboot/*.cmd.hbs. */
export const IDLE_MS = 60_000;

/** Everything that can happen next: the machine's own responses first. Pure. */
export function stepsFrom(machine: Machine, world: World, bounds: Bounds, state: State): Step[] {
  return [
    ...responses(machine, world, state),
    ...worldSteps(machine, bounds, state),
    ...faultSteps(machine, world, bounds, state),
  ];
}

/** What the machine does by itself. None in a state that is still, or stranded. */
function responses(machine: Machine, world: World, state: State): Step[] {
  if (state.hung) return afterHang(machine, state);
  return RESPONSES[state.stage](machine, world, state);
}

type Respond = (machine: Machine, world: World, state: State) => Step[];

const RESPONSES: Readonly<Record<Stage, Respond>> = {
  off: (_, __, state) => [response({ what: 'power-returns' }, 0, { ...state, stage: 'firmware' })],
  firmware: ({ boot }, _, state) => [
    response({ what: 'firmware-starts' }, boot.firmwareMs, { ...state, stage: 'loader' }),
  ],
  loader: loads,
  kernel: kernelStarts,
  init: comesUp,
  trial: (machine, world, state) => [...judges(machine, world, state), ...ladderSteps(machine, world, state)],
  good: ladderSteps,
  degraded: ladderSteps,
  recovery: () => [],
  stopping: ({ boot }, _, state) => [response({ what: 'resets' }, boot.stopMs, afterReset(state))],
  idle: (_, __, state) => [response({ what: 'resets' }, IDLE_MS, afterReset(state))],
};

function response(event: Event, ms: number, to: State): Step {
  return { kind: 'response' satisfies Kind, event, ms, to };
}

function afterHang(machine: Machine, state: State): Step[] {
  const ms = machine.watchdog[hangStageOf(state.stage)];
  return ms === null ? [] : [response({ what: 'watchdog-resets' }, ms, afterReset(state))];
}

function loads({ boot, rollback }: Machine, world: World, state: State): Step[] {
  if (rollback === null) {
    const event: Event = { what: 'boots', slot: 0, degraded: false, saves: 0 };
    return [response(event, boot.loaderMs, { ...state, stage: 'kernel', slot: 0 })];
  }
  const { saves, slot, degraded, hurry = false } = booksOf(rollback).choose(rollback, state.env, world);
  const env = saves.at(-1) ?? state.env;
  if (slot === NO_SLOT) {
    const to = { ...state, env, stage: hurry ? ('firmware' as const) : ('idle' as const) };
    return [response({ what: 'loads-nothing', hurry }, boot.loaderMs, to)];
  }
  const event: Event = { what: 'boots', slot, degraded, saves: saves.length };
  return [response(event, boot.loaderMs, { ...state, env, stage: 'kernel', slot, degraded })];
}

function kernelStarts(machine: Machine, world: World, state: State): Step[] {
  const { boot } = machine;
  const health = state.slot < 0 ? 'sound' : world.slots[state.slot];
  if (health === 'hangs') return [response({ what: 'slot-hangs' }, 0, { ...state, hung: true })];
  if (health === 'panics') return [panicked(machine, state, { what: 'slot-panics' }, boot.kernelMs)];
  return [response({ what: 'kernel-starts' }, boot.kernelMs, { ...state, stage: 'init' })];
}

function comesUp({ boot, rollback, ladder }: Machine, world: World, state: State): Step[] {
  const marks = ladder?.reboot?.habits.clock === 'wall' ? 0 : state.marks;
  const up = (stage: Stage, env = state.env, event: Event = { what: 'comes-up' }) => [
    response(event, boot.initMs, { ...state, stage, env, marks }),
  ];
  if (state.slot === RECOVERY) return up('recovery');
  if (rollback === null) return up('good');
  const books = booksOf(rollback);
  if (books.committed(rollback, state.env, state.slot)) return up(state.degraded ? 'degraded' : 'good');
  if (rollback.habits.checksFirst || !world.writable) return up('trial');
  return up('good', books.markGood(rollback, state.env, state.slot), { what: 'marks-good' });
}

/** The commit program: marks the slot good, gives it up, or stays up. */
function judges({ rollback }: Machine, world: World, state: State): Step[] {
  if (rollback === null) return [];
  const books = booksOf(rollback);
  const need = rollback.checksNeed;
  const connected = need === null || reaches(state.net, need);
  const passes = world.slots[state.slot] !== 'breaks' && connected;
  if (passes && world.writable) {
    const env = books.markGood(rollback, state.env, state.slot);
    return [response({ what: 'marks-good' }, 0, { ...state, env, stage: 'good', degraded: false })];
  }
  const { checksMs, habits } = rollback;
  if (passes && habits.unmarkedStays)
    return [response({ what: 'stays-unmarked' }, checksMs, { ...state, stage: 'degraded' })];
  if (!books.mayReboot(state.env, state.slot, state.degraded))
    return [response({ what: 'stays-degraded' }, checksMs, { ...state, stage: 'degraded' })];
  return [response({ what: 'gives-up' }, checksMs, { ...state, stage: 'stopping' })];
}
