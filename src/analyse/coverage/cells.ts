import type { TargetPlan } from '../../plan/types.js';
import { feederWord } from '../../plan/words.js';
import type { Figure } from '../timeline.js';
import type { Cell } from './types.js';

/** What a cell may say besides its verdict. */
interface More {
  readonly fix?: string | null;
  readonly remarks?: readonly string[];
}

/** Caught by a mechanism within the time of a figure. */
export function covered(effect: string, by: string, figure: Figure | null, more: More = {}): Cell {
  const { value = null, id = null } = figure ?? {};
  const { fix = null, remarks = [] } = more;
  return { verdict: 'covered', effect, by, worstMs: value, figure: id, why: null, fix, remarks };
}

/** Some of it is caught; `why` says what is not. */
export function partly(
  effect: string,
  by: string,
  figure: Figure | null,
  why: string,
  more: More = {},
): Cell {
  return { ...covered(effect, by, figure, more), verdict: 'partly', why };
}

/** Nothing catches it. */
export function open(why: string, more: More = {}): Cell {
  const { fix = null, remarks = [] } = more;
  return { verdict: 'open', effect: '', by: '', worstMs: null, figure: null, why, fix, remarks };
}

/** It cannot happen here, and why. */
export function none(why: string): Cell {
  return { ...open(why), verdict: 'none' };
}

/** Covered within a figure where it has a value; else open for its reason. */
export function byFigure(effect: string, by: string, figure: Figure, more: More = {}): Cell {
  return figure.value === null
    ? open(figure.reason ?? '', more)
    : covered(effect, by, figure, { ...more, fix: null });
}

/** The watchdog with the one who feeds it. */
export function watchdogName({ watchdog: { feeder } }: TargetPlan): string {
  return feeder.active === null ? 'the watchdog' : `the watchdog, fed by ${feederWord(feeder.active)}`;
}

/** The commands that make the watchdog guard the machine; null where it is forbidden, or armed already. */
export function watchdogFix({ name, watchdog }: TargetPlan): string | null {
  const { feeder, runtimeMs, armed } = watchdog;
  if (armed || feeder.forbidden !== null || runtimeMs.forbidden !== null) return null;
  const waits = feeder.deferred !== null || runtimeMs.deferred !== null;
  const has = (one: { readonly active: unknown; readonly deferred: unknown }) =>
    one.active !== null || one.deferred !== null;
  if (waits && has(feeder) && has(runtimeMs)) return `wdgen enable --target ${name} --setting watchdog`;
  const key = has(feeder) ? 'runtime = { deferred = "30s" }' : 'feeder and runtime';
  return `write ${key} in [target.${name}.watchdog], then: wdgen enable --target ${name}`;
}

/** The figure with the largest value; null when any has none. */
export function slowest(figures: readonly Figure[]): Figure | null {
  if (figures.some(({ value }) => value === null)) return null;
  return figures.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0))[0] ?? null;
}
