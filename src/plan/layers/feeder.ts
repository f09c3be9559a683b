import { formatDuration } from '../../core/duration.js';
import { complain, type Notes } from '../notes.js';
import type { Feeder, PlatformPlan } from '../types.js';
import type { WatchdogSettings } from './watchdog.js';

/** Reads `systemd`, `busybox`, `watchdogd` or `application:NAME`; the schema has checked the form. */
export function readFeeder(text: string): Feeder {
  const [kind = '', name = ''] = text.split(':');
  return kind === 'application' ? { kind, name } : { kind: kind as 'systemd' | 'busybox' | 'watchdogd' };
}

/** Why a feeder cannot run on a platform; undefined when it can. */
function misfit(feeder: Feeder, platform: PlatformPlan): string | undefined {
  if (feeder.kind !== 'systemd' || platform.init === 'systemd') return undefined;
  return `systemd does not run in this image; its init is ${platform.init}.`;
}

/** The feeder fits the platform, and an active timeout has an active feeder. */
export function checkFeeders(
  notes: Notes,
  platform: PlatformPlan,
  { feeder, runtimeMs }: WatchdogSettings,
): void {
  for (const state of ['active', 'deferred'] as const) {
    const one = feeder[state];
    const detail = one === null ? undefined : misfit(one, platform);
    if (detail !== undefined) {
      complain(notes, 'WD0209', ['watchdog', 'feeder', state], {
        detail,
        help: `feeders here: ${fitting(platform).join(', ')}`,
      });
    }
  }
  if (runtimeMs.active !== null && feeder.active === null) {
    complain(notes, 'WD0205', ['watchdog', 'runtime', 'active'], {
      detail: feeder.forbidden === null ? 'The feeder is only deferred.' : 'The feeder is forbidden.',
      help: `make a feeder active, or write runtime = { deferred = "${formatDuration(runtimeMs.active)}" }`,
    });
  }
}

function fitting(platform: PlatformPlan): string[] {
  const kinds = [{ kind: 'systemd' }, { kind: 'busybox' }, { kind: 'watchdogd' }] as const;
  return [
    ...kinds.filter((feeder) => misfit(feeder, platform) === undefined).map((feeder) => feeder.kind),
    'application:NAME',
  ];
}
