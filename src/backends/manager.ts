import { formatDuration } from '../core/duration.js';
import { type Setting, unset } from '../core/state.js';
import { rebootWatchdog } from '../plan/reboot-watchdog.js';
import type { Feeder, TargetPlan } from '../plan/types.js';
import { governorFor } from './governors.js';

/** One watchdog key of systemd's `[Manager]` section. */
export interface ManagerSetting {
  /** As systemd-system.conf(5) spells it. */
  readonly key: ManagerKey;
  readonly setting: Setting<string>;
  /** What the key does, for the comment beside it. */
  readonly why: string;
  /** The plan value it follows from. */
  readonly origin: string;
}

export type ManagerKey =
  | 'WatchdogDevice'
  | 'RuntimeWatchdogSec'
  | 'RuntimeWatchdogPreSec'
  | 'RuntimeWatchdogPreGovernor'
  | 'RebootWatchdogSec'
  | 'KExecWatchdogSec';

/** The nodes that systemd tries by itself (src/shared/watchdog.c, open_watchdog: v252, v255; 017fbb71). */
const SYSTEMDS_OWN = ['/dev/watchdog0', '/dev/watchdog'];

/**
 * The watchdog keys that this target sets or means to set, in the order in which they are read best.
 * Keys that nobody wrote are absent.
 */
export function managerSettings(plan: TargetPlan): readonly ManagerSetting[] {
  const { watchdog } = plan;
  const timed: readonly ManagerSetting[] = [
    {
      key: 'RuntimeWatchdogSec',
      setting: asTime(whenFedBySystemd(plan, watchdog.runtimeMs)),
      why: 'The machine is reset when PID 1 has not fed the timer for this long.',
      origin: 'watchdog.runtimeMs',
    },
    {
      key: 'RuntimeWatchdogPreSec',
      setting: asTime(whenFedBySystemd(plan, watchdog.pretimeoutMs)),
      why: 'The pretimeout: this long before RuntimeWatchdogSec is over the kernel lets its governor act.',
      origin: 'watchdog.pretimeoutMs',
    },
    {
      key: 'RuntimeWatchdogPreGovernor',
      // systemd 017fbb71 src/shared/watchdog.c, watchdog_update_pretimeout.
      setting: governorFor(whenFedBySystemd(plan, watchdog.pretimeoutMs), watchdog.pretimeoutGovernor),
      why: GOVERNOR_SAYS[watchdog.pretimeoutGovernor],
      origin: 'watchdog.pretimeoutGovernor',
    },
    {
      key: 'RebootWatchdogSec',
      setting: asTime(watchdog.rebootMs),
      why: 'The machine is reset when a reboot hangs this long after the services have stopped.',
      origin: 'watchdog.rebootMs',
    },
    {
      key: 'KExecWatchdogSec',
      setting: asTime(watchdog.kexecMs),
      why: 'The same for a kexec; the timer keeps running into the next kernel.',
      origin: 'watchdog.kexecMs',
    },
  ];
  return [...deviceSetting(plan, timed), ...timed].filter((entry) => isWritten(entry.setting));
}

const GOVERNOR_SAYS = {
  panic: 'The governor panics, which leaves a trace. Without one systemd sets no pretimeout.',
  noop: 'The governor writes a line to the log. Without one systemd sets no pretimeout.',
} as const;

/** A setting that takes effect only while PID 1 is the feeder: active if both are, else the target of both. */
function whenFedBySystemd(plan: TargetPlan, setting: Setting<number>): Setting<number> {
  const { feeder } = plan.watchdog;
  if (setting.forbidden !== null) return setting;
  if (feeder.forbidden !== null)
    return isWritten(setting) ? { ...unset, forbidden: feeder.forbidden } : setting;
  const active = isSystemd(feeder.active) ? setting.active : null;
  const target = isSystemd(feeder.deferred ?? feeder.active) ? (setting.deferred ?? setting.active) : null;
  return { active, deferred: target === active ? null : target, forbidden: null };
}

function isSystemd(feeder: Feeder | null): boolean {
  return feeder?.kind === 'systemd';
}

/**
 * WatchdogDevice is set only where systemd would open another node than the target's: writing its own default down
 * would look like a choice between two timers, which a number cannot make (systemd issue 26325).
 */
function deviceSetting(plan: TargetPlan, timed: readonly ManagerSetting[]): readonly ManagerSetting[] {
  const { device } = plan.watchdog;
  if (SYSTEMDS_OWN.includes(device)) return [];
  const active = timed.some((entry) => entry.setting.active !== null);
  return [
    {
      key: 'WatchdogDevice',
      setting: { active: active ? device : null, deferred: active ? null : device, forbidden: null },
      why: 'By itself systemd would open /dev/watchdog0.',
      origin: 'watchdog.device',
    },
  ];
}

function asTime(setting: Setting<number>): Setting<string> {
  const text = (ms: number | null) => (ms === null ? null : formatDuration(ms));
  return { active: text(setting.active), deferred: text(setting.deferred), forbidden: setting.forbidden };
}

function isWritten(setting: Setting<unknown>): boolean {
  return setting.active !== null || setting.deferred !== null || setting.forbidden !== null;
}

/**
 * What happens at a reboot while RebootWatchdogSec is not set: systemd opens the device all the same and arms it for
 * ten minutes. Null when the key is set.
 */
export function rebootDefaultNote(plan: TargetPlan): string | null {
  const { driver, rebootMs } = plan.watchdog;
  if (rebootMs.active !== null) return null;
  const { kind } = rebootWatchdog(plan);
  if (kind === 'refused')
    return (
      `RebootWatchdogSec unset is not off: at a reboot systemd asks the driver for its own default, 10min. ` +
      `${driver.id} holds ${formatDuration(driver.maxMs ?? 0)} and refuses; systemd then closes the device and nothing guards the reboot.`
    );
  if (kind !== 'default') return null;
  return (
    'RebootWatchdogSec unset is not off: once the driver is there, every reboot arms it with ' +
    'systemd\'s own default, 10min. Only "off" keeps systemd away from it.'
  );
}

/** For how long systemd arms the watchdog at a reboot; null when it does not. */
export function rebootTimeoutMs(plan: TargetPlan): number | null {
  return rebootWatchdog(plan).ms;
}
