import type { Job } from '../jobs.js';

/**
 * How long after the boot a job runs first, in milliseconds: after its interval, but not later than systemd's own
 * clean-up does (systemd-tmpfiles-clean.timer: 15 min), for a machine that is switched off every evening has a day's
 * work, too.
 */
export function firstMs({ everyMs }: Job): number {
  return Math.min(everyMs, 900_000);
}

/** Whole seconds, as sleep and timeout of BusyBox take them. */
export function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}
