import type { Exhausted, RollbackScheme } from '../../plan/types.js';

/**
 * The abstract machine of a target: what of its plan decides where a start ends. Plain JSON; targets with equal
 * machines behave alike and are explored once. The members under "habits" are what the generated programs do; a test
 * plants a defect by changing one.
 */
export interface Machine {
  readonly boot: StageTimes;
  readonly watchdog: WatchdogMachine;
  /** The kernel reboots this long after a panic; null = it waits for ever. */
  readonly panicMs: number | null;
  readonly rollback: RollbackMachine | null;
  readonly ladder: LadderMachine | null;
}

/** How long each stage takes, in ms. */
export interface StageTimes {
  readonly firmwareMs: number;
  readonly loaderMs: number;
  readonly kernelMs: number;
  readonly initMs: number;
  readonly stopMs: number;
}

/** Stages in which a start can hang. `init` is the initrd and init until the feeder has opened the device. */
export type HangStage = 'loader' | 'kernel' | 'init' | 'running' | 'stopping';

/** After how many ms a hang in a stage is reset; null = never. */
export type WatchdogMachine = Readonly<Record<HangStage, number | null>>;

/** Schemes that keep the same books. */
export type Counting = RollbackScheme;

export interface RollbackMachine {
  readonly scheme: Counting;
  readonly slots: readonly string[];
  readonly tries: number;
  readonly exhausted: Exhausted;
  /** A save that is cut off leaves the old environment or the new one: there are two copies, or one atomic write. */
  readonly atomicSave: boolean;
  /** The part of the network without which the health checks fail; null = they do not ask it. */
  readonly checksNeed: Net | null;
  readonly checksMs: number;
  /** Habits: see templates/uboot/*.cmd.hbs and templates/commit/*.hbs. */
  readonly habits: RollbackHabits;
}

export interface RollbackHabits {
  /** A boot takes a try away before the kernel is loaded. */
  readonly counts: boolean;
  /** How often all counters are refilled when every slot is used up. */
  readonly refills: 'as-planned' | 'always';
  /** A slot that is used up for good boots with wdgen.degraded, and stays up. */
  readonly degrades: boolean;
  /** A slot is marked good only after its health checks. */
  readonly checksFirst: boolean;
  /** A counter that is no digit counts as none; otherwise as full. */
  readonly badCounterIsNone: boolean;
  /** A boot that cannot be counted is told to stay up. */
  readonly unsavedDegrades: boolean;
  /** A slot that passes its checks and cannot be marked good stays up. */
  readonly unmarkedStays: boolean;
}

/** The widest part of the network that works: each proves the ones before it. */
export type Net = 'none' | 'link' | 'lan' | 'internet' | 'server';

export interface LadderMachine {
  /** Probes that decide, and how many of them must succeed. */
  readonly healthy: readonly Net[];
  readonly needed: number;
  readonly everyMs: number;
  readonly steps: readonly LadderStep[];
  readonly guards: readonly LadderGuard[];
  readonly reboot: LadderReboot | null;
}

export interface LadderStep {
  readonly name: string;
  /** Action and pause, at most. */
  readonly ms: number;
  /** Indexes of guards. */
  readonly guards: readonly number[];
}

export interface LadderGuard {
  readonly name: string;
  /** It holds for ever: what it looks for is always there. */
  readonly always: boolean;
}

export interface LadderReboot {
  readonly rounds: number;
  /** Failed rounds that count as one with the first of a row. */
  readonly folded: number;
  /** What the probes that ask for a reboot prove: each fails when the network does not reach that far. */
  readonly on: readonly Net[];
  readonly vetoes: readonly Net[];
  readonly guards: readonly number[];
  readonly max: number;
  readonly windowMs: number;
  /** Reboots in a row without anything up in between; null: no limit. */
  readonly neverUp: number | null;
  /** Habits: the ladder's program and templates/commit/intended-reboot.hbs. */
  readonly habits: LadderHabits;
}

export interface LadderHabits {
  /** The reboot is written down before it happens. */
  readonly recordsFirst: boolean;
  /** What the window is measured in; a wall clock starts anew at every boot of a machine without an RTC. */
  readonly clock: 'running' | 'wall';
  /** The reboot goes through intended-reboot, which gives the try back. */
  readonly givesTryBack: boolean;
}

/** What the generated programs do. */
export const ROLLBACK_HABITS: RollbackHabits = {
  counts: true,
  refills: 'as-planned',
  degrades: true,
  checksFirst: true,
  badCounterIsNone: true,
  unsavedDegrades: true,
  unmarkedStays: true,
};

export const LADDER_HABITS: LadderHabits = { recordsFirst: true, clock: 'running', givesTryBack: true };

const REACH: readonly Net[] = ['none', 'link', 'lan', 'internet', 'server'];

/** Whether a network that works up to `net` has what `wanted` asks for. */
export function reaches(net: Net, wanted: Net): boolean {
  return REACH.indexOf(net) >= REACH.indexOf(wanted);
}
