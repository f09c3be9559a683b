import type { TargetPlan } from '../../plan/types.js';
import { computedMs } from './pc-reset.js';

/** A rehearsal of more than this is none that anybody waits for. */
const LONGEST_MS = 5 * 60_000;

/** Why nothing in this image can feed the watchdog here; undefined when something can. */
export function noFeeder({ watchdog }: TargetPlan): string | undefined {
  const feeder = watchdog.feeder.active;
  if (!watchdog.armed || feeder === null) return 'nothing feeds a watchdog in this plan';
  if (feeder.kind === 'application')
    return `${feeder.name}, which feeds the watchdog, is no generated file: rehearse it in your own image`;
  if (feeder.kind === 'watchdogd') return 'the emulated machine has no watchdogd';
  return undefined;
}

/** Why a hang cannot be rehearsed: nobody feeds, or the reset would take too long to wait for. */
export function unfitHang(plan: TargetPlan, figure: string): string | undefined {
  const missing = noFeeder(plan);
  if (missing !== undefined) return missing;
  const worst = computedMs(plan, figure);
  return worst !== null && worst > LONGEST_MS
    ? `the reset would take ${Math.round(worst / 60_000)} min, more than a rehearsal waits for`
    : undefined;
}

/** Why a process that feeds cannot be touched: it is PID 1. */
export function unfitFeeder(plan: TargetPlan): string | undefined {
  if (plan.watchdog.feeder.active?.kind === 'systemd')
    return 'PID 1 feeds the watchdog: see the scenario pid1-frozen';
  return unfitHang(plan, 'feeder-hang');
}

/** When the runner gives up a scenario that waits for a reset. */
export function hangLimitMs(figure: string): (plan: TargetPlan) => number {
  return (plan) => 300_000 + (computedMs(plan, figure) ?? 0);
}
