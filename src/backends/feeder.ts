import type { Feeder, TargetPlan } from '../plan/types.js';

/** The numbers a feeder needs. */
export interface FeederTimes {
  /** What the feeder asks the driver for. */
  readonly timeoutS: number;
  /** How often it pets, at the latest. */
  readonly petMs: number;
}

/** The process that opens the device in today's image; null when nothing does. */
export function feederToday(plan: TargetPlan): Feeder | null {
  return plan.watchdog.armed ? plan.watchdog.feeder.active : null;
}

/**
 * The numbers for the feeder of today; null when nothing is armed. Without a pet interval in the plan it is a third of
 * the timeout, so that two pettings may be missed; never the feeder's own default (BusyBox: half, of its own 60 s).
 */
export function feederTimes(plan: TargetPlan): FeederTimes | null {
  const { runtimeMs, petMs } = plan.watchdog;
  if (feederToday(plan) === null || runtimeMs.active === null) return null;
  const timeoutS = Math.floor(runtimeMs.active / 1000);
  return {
    timeoutS,
    petMs: petMs.active ?? Math.max(1, Math.floor(timeoutS / 3)) * 1000,
  };
}

/** A duration for a sentence: `10 s`, `500 ms`. */
export function inWords(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`;
}

/** Plan paths that every feeder's files follow from. */
export const feederOrigin: readonly string[] = [
  'watchdog.feeder',
  'watchdog.device',
  'watchdog.runtimeMs',
  'watchdog.petMs',
];
