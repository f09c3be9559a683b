import type { RollbackMachine } from '../machine.js';
import { BAD, type Env, NO_SLOT, RECOVERY, type World } from '../state.js';
import { type Books, type Choice, loadable, orderOf, plainEnv, replaced } from './types.js';

/** Scheme rauc-uboot: what templates/uboot/rauc.cmd.hbs and templates/commit/uboot-left*.hbs do. */
export const left: Books = {
  settled: ({ slots, tries }) => plainEnv(slots.length, tries),
  updated: ({ slots, tries }) => ({ ...plainEnv(slots.length, tries), first: 1 }),
  lost: ({ slots, tries }) => plainEnv(slots.length, tries),
  choose,
  committed: ({ tries }, env, slot) => (env.left[slot] ?? 0) >= tries && !env.refilled,
  markGood: ({ tries }, env, slot) => ({ ...env, left: replaced(env.left, slot, tries), refilled: false }),
  mayReboot: (_, __, degraded) => !degraded,
  excuse: (rollback, env, slot, degraded) => {
    const next = orderOf(env).find((one) => triesOf(rollback, env, one) > 0);
    return left.committed(rollback, env, slot) && !degraded && next === slot ? { ...env, intent: true } : env;
  },
  givenUp: (env, slot) => (env.left[slot] ?? 0) <= 0,
  atEnd: () => false,
  countsGood: true,
  passesOver: true,
};

/** Anything but a digit from 1 to 9 is none. */
function triesOf({ tries, habits }: RollbackMachine, env: Env, slot: number): number {
  const value = env.left[slot] ?? BAD;
  if (value !== BAD) return value;
  return habits.badCounterIsNone ? 0 : tries;
}

/** One run of the script, as its variables stand on the way. */
interface Run {
  readonly rollback: RollbackMachine;
  readonly world: World;
  env: Env;
  readonly saves: Env[];
  counting: boolean;
  tried: boolean;
}

function choose(rollback: RollbackMachine, start: Env, world: World): Choice {
  const run: Run = { rollback, world, env: start, saves: [], counting: true, tried: false };
  if (start.intent) {
    run.env = { ...start, intent: false };
    run.counting = !save(run);
  }
  const found = takeCounted(run) ?? takeRefilled(run) ?? takeLast(run);
  return found ?? { saves: run.saves, slot: NO_SLOT, degraded: false, hurry: run.tried };
}

function save({ world, saves, env }: Run): boolean {
  if (world.writable) saves.push(env);
  return world.writable;
}

/** The first slot with tries left that can be loaded. Each that is tried pays, before it is loaded if it is counted. */
function takeCounted(run: Run): Choice | undefined {
  const { rollback, world, saves } = run;
  for (const slot of orderOf(run.env)) {
    const tries = triesOf(rollback, run.env, slot);
    if (tries <= 0) continue;
    run.tried = true;
    const paid = {
      ...run.env,
      left: replaced(run.env.left, slot, rollback.habits.counts ? tries - 1 : tries),
    };
    const { counting } = run;
    if (counting) run.env = paid;
    const unsaved = counting && !save(run);
    if (loadable(slot, world)) return { saves, slot, degraded: unsaved && rollback.habits.unsavedDegrades };
    if (counting) continue;
    run.env = paid;
    save(run);
    run.counting = true;
  }
  return undefined;
}

function takeRefilled(run: Run): Choice | undefined {
  const { rollback, env } = run;
  const { exhausted, habits, slots, tries } = rollback;
  const once = exhausted === 'refill-once' && !env.refilled;
  if (run.tried || !(once || habits.refills === 'always')) return undefined;
  run.env = { ...env, left: slots.map(() => tries), refilled: true };
  return save(run) ? takeCounted(run) : undefined;
}

/** The end: the recovery target, or the first slot that can be loaded, not counted. */
function takeLast({ rollback, world, saves, tried, env }: Run): Choice | undefined {
  if (tried) return undefined;
  const slots = [...env.left.keys()];
  const list = rollback.exhausted === 'recovery' ? [RECOVERY, ...slots] : slots;
  const slot = list.find((one) => loadable(one, world));
  return slot === undefined ? undefined : { saves, slot, degraded: rollback.habits.degrades };
}
