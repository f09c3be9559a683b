import { figureOf, timeline } from '../../analyse/timeline.js';
import type { TargetPlan } from '../../plan/types.js';
import { asRehearsed } from '../guests/pc-driver.js';
import type { Guest, Lab, Mark, Verdict } from '../types.js';
import { anyReset, measure, seconds, slackOf, UP_MS, verdict } from './pc-steps.js';

/** A hang that the watchdog has to end. */
export interface Hang {
  readonly lab: Lab;
  readonly guest: Guest;
  /** What hangs, as the beginning of a sentence: `The feeder was stopped`. */
  readonly what: string;
  readonly hungMs: number;
  /** Events from this one on count. */
  readonly from: number;
  /** The figure of the timeline that bounds it. */
  readonly figure: string;
  readonly marks: readonly Mark[];
  /** Before this the model is wrong, too. Default: one feeding before the worst case. */
  readonly earliestMs?: number;
  /** Where nothing comes: why, from a look at the machine. */
  readonly why: () => Promise<string>;
}

/** The worst case of the timeline for the machine as it is emulated; null where there is none. */
export function computedMs(plan: TargetPlan, figure: string): number | null {
  return figureOf(timeline(asRehearsed(plan)), figure).value;
}

/** How long before its worst case a reset may come: the hang may have begun just before the next feeding. */
export function earliestMs(plan: TargetPlan, worstMs: number): number {
  const { feeder, petMs, runtimeMs } = plan.watchdog;
  const every = feeder.active?.kind === 'systemd' ? (runtimeMs.active ?? 0) / 2 : (petMs.active ?? worstMs);
  return Math.max(0, worstMs - every - slackOf(worstMs));
}

/** Waits for the reset and judges it: a watchdog did it, in the time that was computed, and the machine came back. */
export async function awaitReset(hang: Hang): Promise<Verdict> {
  const { lab, guest, what, hungMs, from, figure, marks, why } = hang;
  const worst = computedMs(lab.plan, figure);
  const limit = (worst ?? 60_000) + slackOf(worst) + 10_000;
  lab.progress(`${what}; the watchdog has ${seconds(worst ?? limit)}`);
  const reset = await anyReset(guest, limit, from);
  const all = [...marks, { atMs: hungMs, text: what }];
  if (reset === undefined)
    return verdict('failed', `${what}, and no reset came within ${seconds(limit)}: ${await why()}`, all);
  const tookMs = reset.event.atMs - hungMs;
  const marked = [
    ...all,
    { atMs: reset.event.atMs, text: reset.byWatchdog ? 'reset by the watchdog' : 'reset' },
  ];
  if (!reset.byWatchdog)
    return verdict(
      'failed',
      `${what}: the machine restarted after ${seconds(tookMs)}, but not by its watchdog.`,
      marked,
    );
  const measures = [measure(figure, tookMs, worst)];
  const earliest = hang.earliestMs ?? (worst === null ? 0 : earliestMs(lab.plan, worst));
  if (tookMs < earliest) {
    const said = `${what}: the watchdog reset the machine after only ${seconds(tookMs)}. The model is wrong: it says ${seconds(earliest)} at the earliest.`;
    return { result: 'failed', said, marks: marked, measures };
  }
  lab.progress('reset; waiting for the machine to come back');
  const back = await guest.ready(UP_MS);
  const end = back === undefined ? [] : [{ atMs: back.atMs, text: 'user space runs again' }];
  const took = `${what}: the watchdog reset the machine after ${seconds(tookMs)}${ofComputed(worst)}`;
  if (back === undefined)
    return { result: 'failed', said: `${took}, but it did not come back.`, marks: marked, measures };
  return {
    result: 'passed',
    said: `${took}; it was up again ${seconds(back.atMs - reset.event.atMs)} later.`,
    marks: [...marked, ...end],
    measures,
  };
}

function ofComputed(worst: number | null): string {
  return worst === null ? '' : `, computed are ${seconds(worst)} at worst`;
}
