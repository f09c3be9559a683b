import type { TargetPlan } from '../../plan/types.js';
import type { Figure } from '../timeline.js';

/** `partly`: only some ways to fail are caught. `none`: the image has nothing that could fail in this way. */
export type Verdict = 'covered' | 'partly' | 'open' | 'none';

/** What becomes of one failure in one image. */
export interface Cell {
  readonly verdict: Verdict;
  /** What happens to the failure: `reset`, `started again`; empty where nothing does. */
  readonly effect: string;
  /** The mechanism that brings it about: `the watchdog, fed by systemd`. */
  readonly by: string;
  /** The worst case; null where there is no such time. */
  readonly worstMs: number | null;
  /** The figure of the timeline that holds its terms. */
  readonly figure: string | null;
  /** Why it is not covered, or not all of it. */
  readonly why: string | null;
  /** The cheapest way to cover it: what to type. */
  readonly fix: string | null;
  readonly remarks: readonly string[];
}

/** One failure: today, and with everything active that is deferred. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly today: Cell;
  readonly enabled: Cell;
}

export interface Coverage {
  readonly target: string;
  /** In the order in which a machine boots, runs and goes down. */
  readonly rows: readonly Row[];
  /** Whether anything is deferred, so that the second column can differ. */
  readonly waits: boolean;
}

/** An image that is judged. */
export interface Situation {
  readonly plan: TargetPlan;
  /** A figure of its timeline. */
  readonly figure: (id: string) => Figure;
  /** The figures whose ids start with this. */
  readonly figures: (prefix: string) => readonly Figure[];
}

/** A way to fail, and what catches it. */
export interface Mode {
  readonly id: string;
  readonly title: string;
  readonly judge: (situation: Situation) => Cell;
}
