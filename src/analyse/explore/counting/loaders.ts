import type { RollbackMachine } from '../machine.js';
import { type Env, UNCOUNTED } from '../state.js';
import { type Books, type Choice, orderOf, plainEnv, replaced } from './types.js';

/**
 * Scheme systemd-boot: an entry without a counter is good for ever; used-up entries come last and are booted when there
 * is nothing else (systemd 252 systemd-boot(7), "Boot counting"; templates/commit/systemd-boot.hbs).
 */
export const entries: Books = {
  settled: ({ slots }) => plainEnv(slots.length, UNCOUNTED),
  updated: ({ slots, tries }) => ({
    ...plainEnv(slots.length, UNCOUNTED),
    left: slots.map((_, slot) => (slot === 1 ? tries : UNCOUNTED)),
    first: 1,
  }),
  lost: null,
  choose: ({ habits }, env, world) => {
    const order = orderOf(env);
    const slot = order.find((one) => (env.left[one] ?? 0) > 0) ?? order[0] ?? 0;
    const tries = env.left[slot] ?? 0;
    if (tries === UNCOUNTED || tries === 0 || !habits.counts) return { saves: [], slot, degraded: false };
    const next = { ...env, left: replaced(env.left, slot, tries - 1) };
    return { saves: world.writable ? [next] : [], slot, degraded: false };
  },
  // Whether the checks have passed is not known from before this boot.
  committed: () => false,
  markGood: (_, env, slot) => ({ ...env, left: replaced(env.left, slot, UNCOUNTED) }),
  mayReboot: ({ left }, slot) => left[slot] !== UNCOUNTED && left.some((tries) => tries > 0),
  excuse: (_, env) => env,
  givenUp: ({ left }, slot) => left[slot] === 0,
  atEnd: ({ left }) => left.every((tries) => tries === 0),
  countsGood: false,
  passesOver: false,
};

/** Scheme grub: templates/commit/08_wdgen.hbs and grub.hbs. */
export const grub: Books = {
  settled: ({ slots }) => plainEnv(slots.length, 0),
  updated: ({ slots, tries }) => ({ ...plainEnv(slots.length, 0), first: 1, trial: true, count: tries }),
  lost: ({ slots }) => plainEnv(slots.length, 0),
  choose: chooseGrub,
  committed: (_, { trial }) => !trial,
  markGood: (_, env, slot) => ({ ...env, first: slot, trial: false, count: 0 }),
  mayReboot: ({ count }) => count !== -1,
  excuse: (_, env) => env,
  givenUp: ({ trial, count, first }, slot) => (trial ? count === -1 && first === slot : first !== slot),
  atEnd: ({ count }) => count === -1,
  countsGood: false,
  passesOver: false,
};

function chooseGrub(
  { slots, habits }: RollbackMachine,
  env: Env,
  { writable }: { writable: boolean },
): Choice {
  if (!env.trial) return { saves: [], slot: env.first, degraded: false };
  const spent = env.count <= 0;
  const count = spent ? -1 : env.count - (habits.counts ? 1 : 0);
  const slot = spent ? (env.first + 1) % slots.length : env.first;
  return { saves: writable ? [{ ...env, count }] : [], slot, degraded: false };
}
