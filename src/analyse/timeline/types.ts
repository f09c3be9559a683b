import type { BootStage, TargetPlan } from '../../plan/types.js';

/** Where the number of a term comes from. `figure`: from another figure of the same timeline, which has its own terms. */
export type TermFrom = 'spec' | 'assumed' | 'measured' | 'catalogue' | 'systemd' | 'figure';

/** How a term enters its figure: added as often as `times` says, or only the largest of all maxima of the figure. */
export type Enters = 'added' | 'maximum';

/** One part of a figure. */
export interface Term {
  readonly label: string;
  /** Milliseconds, or in a figure of counts a number. */
  readonly value: number;
  readonly times: number;
  readonly enters: Enters;
  readonly from: TermFrom;
  /** The spec's key that sets it, the source of the fact, or the id of the figure that it is taken from. */
  readonly source: string;
}

/** A worst case with everything that it consists of. */
export interface Figure {
  /** `kernel-hang`; for services and monitors with their name: `service-stall:NAME`. */
  readonly id: string;
  readonly title: string;
  readonly unit: 'ms' | 'boots' | 'reboots';
  /** null: there is no such time, and `reason` says why. Never a number that nobody can account for. */
  readonly value: number | null;
  readonly terms: readonly Term[];
  readonly reason: string | null;
  /** What else one has to know to read the figure. */
  readonly notes: readonly string[];
}

/** All figures of a target, in the order in which they are read best. */
export interface Timeline {
  readonly figures: readonly Figure[];
}

/** Times that were measured, in milliseconds, and where they stand. Those of the board replace what is assumed. */
export interface Measured {
  readonly stages?: Partial<Readonly<Record<BootStage, number>>>;
  /** From the last feeding until the board was in reset. */
  readonly resetMs?: number;
  readonly source: string;
  readonly rehearsed?: RehearsedTimes;
}

/**
 * The longest times that rehearsals saw in an emulator, by the figure or the stage of the boot (`boot.kernel`). It is
 * another machine than the board, so they never make a worst case shorter.
 */
export interface RehearsedTimes {
  readonly times: Readonly<Record<string, number>>;
  readonly source: string;
}

/** What every figure is worked out from. */
export interface Context {
  readonly plan: TargetPlan;
  readonly measured: Measured | null;
}
