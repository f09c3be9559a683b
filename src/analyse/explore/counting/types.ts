import type { RollbackMachine } from '../machine.js';
import type { Env, World } from '../state.js';

/** What a boot loader decides at one start. */
export interface Choice {
  /** The environments that it saves, one after the other, before the kernel starts. */
  readonly saves: readonly Env[];
  /** A slot, RECOVERY, or NO_SLOT when nothing can be loaded. */
  readonly slot: number;
  readonly degraded: boolean;
  /** Nothing can be loaded, and the reset comes at once. */
  readonly hurry?: boolean;
}

/** How one scheme keeps its books: the boot loader's part, the commit program's, and the intended reboot's. */
export interface Books {
  /** Slot 0 runs and is marked good. */
  readonly settled: (rollback: RollbackMachine) => Env;
  /** Slot 1 has just been updated, and boots next for the first time. */
  readonly updated: (rollback: RollbackMachine) => Env;
  /** What the boot loader starts with when its environment is lost; null where it cannot be. */
  readonly lost: ((rollback: RollbackMachine) => Env) | null;
  readonly choose: (rollback: RollbackMachine, env: Env, world: World) => Choice;
  /** Whether the commit program has nothing to do: good already, or not counted. */
  readonly committed: (rollback: RollbackMachine, env: Env, slot: number) => boolean;
  readonly markGood: (rollback: RollbackMachine, env: Env, slot: number) => Env;
  /** Whether a slot whose checks fail is left by a reboot; otherwise it stays up. */
  readonly mayReboot: (env: Env, slot: number, degraded: boolean) => boolean;
  /** The environment after a reboot on purpose was announced; unchanged when it is counted like any other. */
  readonly excuse: (rollback: RollbackMachine, env: Env, slot: number, degraded: boolean) => Env;
  /** A slot with no tries left, or that the scheme has passed over. */
  readonly givenUp: (env: Env, slot: number) => boolean;
  /** The end that the scheme declares: what boots now boots for ever, whatever comes of it. */
  readonly atEnd: (env: Env) => boolean;
  /** Whether boots of a slot that is marked good are counted, so that it is left when it breaks later. */
  readonly countsGood: boolean;
  /** Whether a slot that cannot be loaded is passed over; otherwise that case is not explored. */
  readonly passesOver: boolean;
}

/** An environment in which nothing is counted. */
export function plainEnv(slots: number, left: number): Env {
  return {
    left: Array.from({ length: slots }, () => left),
    first: 0,
    refilled: false,
    intent: false,
    trial: false,
    count: 0,
    spent: 0,
  };
}

/** `first`, then the others in their order. */
export function orderOf({ left, first }: Env): number[] {
  return [first, ...left.keys()].filter((slot, index, all) => all.indexOf(slot) === index);
}

export function replaced(values: readonly number[], at: number, value: number): number[] {
  return values.map((old, index) => (index === at ? value : old));
}

export function loadable(slot: number, { slots }: World): boolean {
  return slot < 0 || slots[slot] !== 'missing';
}
