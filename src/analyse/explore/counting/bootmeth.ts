import type { RollbackMachine } from '../machine.js';
import { type Env, RECOVERY, type World } from '../state.js';
import { left } from './left.js';
import { type Books, type Choice, loadable, orderOf, replaced } from './types.js';

/**
 * Scheme rauc-bootmeth: U-Boot counts and saves by itself, and gives a boot that fails no second slot; our script gives
 * the try of an intended reboot back (U-Boot v2025.10 boot/bootmeth_rauc.c; templates/uboot/bootmeth.cmd.hbs).
 */
export const bootmeth: Books = { ...left, choose };

function choose({ tries, habits }: RollbackMachine, env: Env, world: World): Choice {
  const slot = orderOf(env).find((one) => (env.left[one] ?? 0) > 0);
  // The next boot method of U-Boot is the recovery.
  if (slot === undefined) return { saves: [], slot: RECOVERY, degraded: false };
  const had = env.left[slot] ?? 0;
  const counted = { ...env, left: replaced(env.left, slot, habits.counts ? had - 1 : had) };
  const back = { ...env, left: replaced(env.left, slot, Math.min(had, tries)), intent: false };
  const saves = world.writable ? [counted, ...(env.intent ? [back] : [])] : [];
  if (!loadable(slot, world)) return { saves, slot: -1, degraded: false, hurry: true };
  return { saves, slot, degraded: false };
}
