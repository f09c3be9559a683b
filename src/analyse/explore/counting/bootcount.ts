import type { RollbackMachine } from '../machine.js';
import { type Env, NO_SLOT, RECOVERY, type World } from '../state.js';
import { type Books, type Choice, loadable, plainEnv } from './types.js';

/**
 * Scheme uboot-bootcount: U-Boot counts while upgrade_available is 1 (drivers/bootcount/bootcount_env.c), then
 * templates/uboot/bootcount.cmd.hbs decides; templates/commit/uboot-bootcount*.hbs mark a slot good.
 */
export const bootcount: Books = {
  settled: ({ slots }) => plainEnv(slots.length, 0),
  updated: ({ slots }) => ({ ...plainEnv(slots.length, 0), first: 1, trial: true }),
  lost: ({ slots }) => plainEnv(slots.length, 0),
  choose,
  committed: (_, { trial, first }, slot) => !trial || first !== slot,
  markGood: (_, env) => ({ ...env, trial: false, count: 0, refilled: false }),
  mayReboot: (_, __, degraded) => !degraded,
  // A slot that is marked good is not counted, and one on trial is not excused.
  excuse: (_, env) => env,
  givenUp: ({ spent, trial, first }, slot) => (spent & (1 << slot)) !== 0 || (!trial && first !== slot),
  atEnd: () => false,
  countsGood: false,
  passesOver: true,
};

function choose(rollback: RollbackMachine, start: Env, world: World): Choice {
  const { habits, tries } = rollback;
  const saves: Env[] = [];
  const keep = (env: Env): boolean => world.writable && saves.push(env) > 0;
  let env = start;
  let saved = true;
  if (start.trial) {
    env = { ...start, count: Math.min(start.count + (habits.counts ? 1 : 0), tries + 1) };
    keep(env);
  }
  const moved =
    env.trial && env.count > tries ? afterLimit(rollback, env) : { env: forget(env), last: false };
  if (moved.env !== env) saved = keep(moved.env);
  env = moved.env;
  const slots = [...env.left.keys()];
  const others = moved.last && rollback.exhausted === 'recovery' ? [RECOVERY, ...slots] : slots;
  const list = moved.last ? others : [env.first, ...slots];
  const slot = list.find((one) => loadable(one, world));
  if (slot === undefined) return { saves, slot: NO_SLOT, degraded: false, hurry: !moved.last && env.trial };
  const end = moved.last && habits.degrades;
  return { saves, slot, degraded: end || (!saved && habits.unsavedDegrades) };
}

/** Marked good: what was used up before does not matter any more. */
function forget(env: Env): Env {
  return !env.trial && env.spent !== 0 ? { ...env, spent: 0 } : env;
}

/** The slot is used up: the next one that is not, or the end. */
function afterLimit({ slots, exhausted, habits }: RollbackMachine, env: Env): { env: Env; last: boolean } {
  const gone = env.spent | (1 << env.first);
  const next = slots.findIndex((_, slot) => (gone & (1 << slot)) === 0);
  if (next !== -1) return { env: { ...env, spent: gone, first: next, count: 1 }, last: false };
  const once = exhausted === 'refill-once' && !env.refilled;
  if (once || habits.refills === 'always')
    return { env: { ...env, refilled: true, spent: 0, first: 0, count: 1 }, last: false };
  if (env.first === 0) return { env, last: true };
  return { env: { ...env, spent: gone, first: 0 }, last: true };
}
