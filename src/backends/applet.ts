import type { TargetPlan } from '../plan/types.js';
import { feederTimes } from './feeder.js';

/**
 * The arguments of BusyBox' `watchdog` for today's values: in the foreground, with both times spelt out, because the
 * applet's own defaults (60 s, fed every 30 s) reset a timer that holds less. Empty when nothing is armed.
 * Source: busybox 1.35.0 miscutils/watchdog.c (`-T` whole seconds; `-t` with suffix ms).
 */
export function appletArguments(plan: TargetPlan): readonly string[] {
  const times = feederTimes(plan);
  if (times === null) return [];
  const pet = times.petMs % 1000 === 0 ? String(times.petMs / 1000) : `${times.petMs}ms`;
  return ['watchdog', '-F', '-T', String(times.timeoutS), '-t', pet, plan.watchdog.device];
}
