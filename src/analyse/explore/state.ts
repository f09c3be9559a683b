import type { Machine, Net } from './machine.js';

/** Where a machine is. `idle`: nothing can be loaded, and U-Boot waits before it resets. */
export type Stage =
  | 'off'
  | 'firmware'
  | 'loader'
  | 'kernel'
  | 'init'
  | 'trial'
  | 'good'
  | 'degraded'
  | 'recovery'
  | 'stopping'
  | 'idle';

/** What the boot loader remembers, for every scheme; what a scheme does not use stays as it starts. */
export interface Env {
  /** Tries left per slot; UNCOUNTED for an entry without a counter, BAD for a counter that is no digit. */
  readonly left: readonly number[];
  /** The slot that is tried first: the first of BOOT_ORDER, or wd_slot. */
  readonly first: number;
  readonly refilled: boolean;
  readonly intent: boolean;
  /** Boots are counted: upgrade_available, or a boot_counter that is not empty. */
  readonly trial: boolean;
  /** bootcount, or boot_counter; -1 is GRUB's fallback. */
  readonly count: number;
  /** Bits of slots that are used up since the update (wd_spent). */
  readonly spent: number;
}

export const UNCOUNTED = 10;
export const BAD = -1;
/** The slot number of the recovery target, and of no slot. */
export const RECOVERY = -2;
export const NO_SLOT = -1;

export interface State {
  readonly stage: Stage;
  readonly hung: boolean;
  readonly slot: number;
  /** Linux was told to stay up (wdgen.degraded), or has decided to. */
  readonly degraded: boolean;
  readonly env: Env;
  readonly net: Net;
  /** Bits of guards that hold. */
  readonly guards: number;
  /** Transient faults that may still come. */
  readonly faults: number;
  /** Failed rounds in a row, up to what a reboot needs. */
  readonly fails: number;
  /** Reboots that the ladder believes to lie in its window, and those that do. */
  readonly marks: number;
  readonly recent: number;
  /** Ladder reboots in a row before which nothing was up in that boot. */
  readonly streak: number;
  /** In this boot there was a round in which nothing failed that a reboot is for. */
  readonly seenUp: boolean;
}

/** How a slot is. `breaks`: it comes up, and its health checks do not pass. */
export type SlotHealth = 'sound' | 'missing' | 'hangs' | 'panics' | 'breaks';

/** What does not change while a world is explored. */
export interface World {
  readonly slots: readonly SlotHealth[];
  /** Whether the environment can be saved. */
  readonly writable: boolean;
}

/** A machine that has just got its power. */
export function powerOn(machine: Machine, env: Env, more: Partial<State> = {}): State {
  return {
    stage: 'firmware',
    hung: false,
    slot: NO_SLOT,
    degraded: false,
    env,
    net: 'server',
    guards: guardsAlways(machine),
    faults: 0,
    fails: 0,
    marks: 0,
    recent: 0,
    streak: 0,
    seenUp: false,
    ...more,
  };
}

/** Guards that hold whatever happens. */
export function guardsAlways({ ladder }: Machine): number {
  return (ladder?.guards ?? []).reduce((held, { always }, index) => (always ? held | (1 << index) : held), 0);
}
