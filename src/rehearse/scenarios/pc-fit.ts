import type { TargetPlan } from '../../plan/types.js';
import type { OwnImages } from '../types.js';
import { computedMs } from './pc-reset.js';

/** A rehearsal of more than this is none that anybody waits for. */
const LONGEST_MS = 5 * 60_000;

/** Whether user space is the user's own: it may hold what no generated file is, and cannot be taken apart. */
export function ownUserSpace({ initrd, image }: OwnImages = {}): boolean {
  return initrd !== undefined || image !== undefined;
}

/** Why nothing in this image can feed the watchdog here; undefined when something can. */
export function noFeeder({ watchdog }: TargetPlan, own?: OwnImages): string | undefined {
  const feeder = watchdog.feeder.active;
  if (!watchdog.armed || feeder === null) return 'nothing feeds a watchdog in this plan';
  if (ownUserSpace(own)) return undefined;
  if (feeder.kind === 'application')
    return `${feeder.name}, which feeds the watchdog, is no generated file: rehearse it in your own image, with --initrd or --image`;
  if (feeder.kind === 'watchdogd') return 'the emulated machine has no watchdogd';
  return undefined;
}

/** Why a hang cannot be rehearsed: nobody feeds, or the reset would take too long to wait for. */
export function unfitHang(plan: TargetPlan, figure: string, own?: OwnImages): string | undefined {
  const missing = noFeeder(plan, own);
  if (missing !== undefined) return missing;
  const worst = computedMs(plan, figure);
  return worst !== null && worst > LONGEST_MS
    ? `the reset would take ${Math.round(worst / 60_000)} min, more than a rehearsal waits for`
    : undefined;
}

/** Why a process that feeds cannot be touched: it is PID 1. */
export function unfitFeeder(plan: TargetPlan, own?: OwnImages): string | undefined {
  if (plan.watchdog.feeder.active?.kind === 'systemd')
    return 'PID 1 feeds the watchdog: see the scenario pid1-frozen';
  return unfitHang(plan, 'feeder-hang', own);
}

/** When the runner gives up a scenario that waits for a reset. */
export function hangLimitMs(figure: string): (plan: TargetPlan) => number {
  return (plan) => 600_000 + (computedMs(plan, figure) ?? 0);
}
