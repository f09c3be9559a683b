import type { TargetPlan } from '../../plan/types.js';
import { feederOrigin, feederTimes, feederToday } from '../feeder.js';
import { header } from '../header.js';
import { watchdogdString } from '../quote/watchdogd.js';
import type { Draft } from '../types.js';

/**
 * /etc/watchdogd.conf for troglobit watchdogd. Every interval is whole seconds there, and at least one: 0 would mean
 * "half of the timeout". safe-exit is true by default and has to be named twice: when the device of the section does
 * not exist, watchdogd drops the section and feeds /dev/watchdog with the global values.
 * On NixOS services.watchdogd writes this file. Source: watchdogd 4.1 src/wdt.c (wdt_add, wdt_sweep, wdt_init,
 * wdt_close), src/conf.c (conf_parse_file), src/watchdogd.c (exit_cb on SIGTERM, SIGINT and SIGQUIT).
 */
export function watchdogdDrafts(plan: TargetPlan): readonly Draft[] {
  const times = feederTimes(plan);
  if (times === null || feederToday(plan)?.kind !== 'watchdogd' || plan.platform.kind === 'nixos') return [];
  return [
    {
      path: 'rootfs/etc/watchdogd.conf',
      mode: 0o644,
      template: 'watchdogd/watchdogd.conf',
      language: 'watchdogd',
      view: {
        header: header(plan, 'watchdogd'),
        device: watchdogdString(plan.watchdog.device),
        timeoutS: times.timeoutS,
        intervalS: Math.max(1, Math.floor(times.petMs / 1000)),
      },
      state: 'active',
      origin: feederOrigin,
    },
  ];
}
