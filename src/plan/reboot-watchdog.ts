import type { TargetPlan } from './types.js';

/** What systemd arms at a reboot when nobody sets RebootWatchdogSec (src/core/main.c: v252, v255; 005472fb of 2026). */
export const SYSTEMD_REBOOT_DEFAULT_MS = 600_000;

/** What guards the last phase of a shutdown under systemd: a value that is set, its default, or nothing, and why. */
export type RebootWatchdog =
  | { readonly kind: 'set' | 'default'; readonly ms: number }
  /** The driver refuses the default: systemd then closes the device (src/shared/watchdog.c, after EINVAL). */
  | { readonly kind: 'refused' | 'off' | 'no-systemd'; readonly ms: null };

/**
 * systemd as PID 1 arms the device at every reboot, whoever fed it before, once the driver is there.
 * Source: systemd src/core/main.c (arg_reboot_watchdog, become_shutdown: v252, v254, v255, 005472fb of 2026).
 */
export function rebootWatchdog({ platform, watchdog }: TargetPlan): RebootWatchdog {
  const { driver, rebootMs } = watchdog;
  if (platform.init !== 'systemd') return { kind: 'no-systemd', ms: null };
  if (rebootMs.forbidden !== null) return { kind: 'off', ms: null };
  const wanted = rebootMs.active ?? SYSTEMD_REBOOT_DEFAULT_MS;
  if (driver.overMax === 'einval' && driver.maxMs !== null && driver.maxMs < wanted)
    return { kind: 'refused', ms: null };
  return { kind: rebootMs.active === null ? 'default' : 'set', ms: wanted };
}
