import type { Setting } from '../../core/state.js';
import { complain, type Notes } from '../notes.js';
import type { Feeder, PlatformPlan } from '../types.js';
import type { WatchdogSettings } from './watchdog.js';

/** A setting that only some feeders can carry out. */
interface Effect {
  readonly key: string;
  readonly setting: (plan: WatchdogSettings) => Setting<unknown>;
  readonly works: (feeder: Feeder, platform: PlatformPlan) => boolean;
  readonly why: string;
}

/** systemd as PID 1 arms the device for a reboot or a kexec, whoever fed it before (its defaults: systemd 252 src/core/main.c:2423). */
const underSystemd = (_: Feeder, { init }: PlatformPlan) => init === 'systemd';

const EFFECTS: readonly Effect[] = [
  {
    key: 'pet',
    setting: (plan) => plan.petMs,
    works: (feeder) => feeder.kind !== 'systemd',
    why: 'systemd chooses its own interval, between a quarter and half of the timeout (systemd 252 src/shared/watchdog.c:442-465).',
  },
  {
    key: 'reboot',
    setting: (plan) => plan.rebootMs,
    works: underSystemd,
    why: 'Only systemd changes the timeout for a reboot.',
  },
  {
    key: 'kexec',
    setting: (plan) => plan.kexecMs,
    works: underSystemd,
    why: 'Only systemd changes the timeout for a kexec.',
  },
  {
    key: 'pretimeout',
    setting: (plan) => plan.pretimeoutMs,
    works: (feeder) => feeder.kind === 'systemd',
    why: 'Only systemd sets a pretimeout.',
  },
];

/**
 * Refuses values that would silently be ignored: an active one by the feeder of today, a deferred one by the feeder of
 * today and the deferred one.
 */
export function checkEffects(notes: Notes, platform: PlatformPlan, plan: WatchdogSettings): void {
  const { active, deferred } = plan.feeder;
  const feeders = {
    active: [active ?? deferred].filter((feeder) => feeder !== null),
    deferred: [active, deferred].filter((feeder) => feeder !== null),
  };
  for (const { key, setting, works, why } of EFFECTS) {
    const value = setting(plan);
    const written = Object.hasOwn(notes.target.value.watchdog, key);
    const lost = (['active', 'deferred'] as const).filter(
      (state) =>
        written &&
        value[state] !== null &&
        feeders[state].length > 0 &&
        !feeders[state].some((feeder) => works(feeder, platform)),
    );
    const [state] = lost;
    if (state === undefined) continue;
    const later = lost.length === 1 && feeders.deferred.some((feeder) => works(feeder, platform));
    const help = later ? `write ${key} = { deferred = .. }, like its feeder` : `remove \`${key}\``;
    complain(notes, 'WD0204', later ? ['watchdog', key, state] : ['watchdog', key], { detail: why, help });
  }
}
