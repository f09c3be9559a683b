import { type Setting, stateOf } from '../../core/state.js';
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

/** Refuses settings that the target's feeders, today's and the deferred one, would silently ignore. */
export function checkEffects(notes: Notes, platform: PlatformPlan, plan: WatchdogSettings): void {
  const feeders = [plan.feeder.active, plan.feeder.deferred].filter((feeder) => feeder !== null);
  for (const { key, setting, works, why } of EFFECTS) {
    const value = setting(plan);
    const written = stateOf(value) !== undefined && value.forbidden === null;
    if (!written || feeders.length === 0 || feeders.some((feeder) => works(feeder, platform))) continue;
    complain(notes, 'WD0204', ['watchdog', key], { detail: why, help: `remove \`${key}\`` });
  }
}
