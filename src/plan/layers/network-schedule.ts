import { formatDuration, sayDuration } from '../../core/duration.js';
import type { KeyPath } from '../../core/path.js';
import { complain, type Notes } from '../notes.js';
import type { NetworkPlan, PlatformPlan } from '../types.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What crond can keep evenly, hour after hour and day after day. */
const EVEN = [
  ...[1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 4, 6, 8, 12, 24].map((hours) => hours * HOUR),
];

/**
 * Complains about an interval that BusyBox' crond would not keep; other schedulers keep any. crond starts what the
 * minute and hour of the clock match: `*` + `/7` would start at minute 56 and again at minute 0.
 * Source: busybox 1.30 to 1.37 miscutils/crond.c (ParseField, flag_starting_jobs).
 */
export function checkInterval(notes: Notes, at: KeyPath, ms: number, { init }: PlatformPlan): void {
  if ((init !== 'busybox' && init !== 'sysv') || EVEN.includes(ms)) return;
  const near = EVEN.find((even) => even >= ms) ?? DAY;
  complain(notes, 'WD0215', at, {
    detail:
      ms < MINUTE
        ? `crond starts things once a minute at most, and ${sayDuration(ms)} is less.`
        : `crond starts things at minutes of the clock, and into ${ms < HOUR ? 'an hour' : 'a day'} ${sayDuration(ms)} does not go evenly.`,
    help: `write "${formatDuration(near)}"`,
  });
}

/** How long one round takes at worst: every probe and step runs into its time limit, and nothing helps. */
export function worstRoundMs(plan: Pick<NetworkPlan, 'probes' | 'healthy' | 'steps' | 'reboot'>): number {
  const limits = (names: readonly string[]) =>
    plan.probes.filter(({ name }) => names.includes(name)).reduce((sum, { timeoutMs }) => sum + timeoutMs, 0);
  const askMs = limits(plan.healthy.probes);
  const stepsMs = plan.steps.reduce((sum, { timeoutMs, settleMs }) => sum + timeoutMs + settleMs + askMs, 0);
  return askMs + stepsMs + limits(plan.reboot.vetoes);
}

/** Complains when the next round would be due before this one is over. */
export function checkRound(notes: Notes, plan: NetworkPlan): void {
  const neededMs = worstRoundMs(plan) + plan.jitterMs;
  if (neededMs <= plan.everyMs) return;
  complain(notes, 'WD0215', ['network', 'every'], {
    detail: `At worst a round takes ${sayDuration(neededMs)}: the time limits and pauses of all its probes and steps, and the jitter. The next one is due after ${sayDuration(plan.everyMs)}.`,
    help: 'write a longer time, or shorten `timeout` and `settle` of probes and steps',
  });
}
