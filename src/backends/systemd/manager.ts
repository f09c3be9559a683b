import type { TargetPlan } from '../../plan/types.js';
import { deferralSentences } from '../deferral.js';
import { header } from '../header.js';
import { type ManagerSetting, managerSettings, rebootDefaultNote } from '../manager.js';
import { systemdComment, systemdManagerValue, systemdValue } from '../quote/systemd.js';
import type { Draft, View } from '../types.js';

/**
 * The drop-in for PID 1. It is a drop-in, and numbered, so that it wins over the distribution's and can be overridden.
 * Source: systemd-system.conf(5), "CONFIGURATION DIRECTORIES AND PRECEDENCE".
 */
export function managerConfig(plan: TargetPlan): readonly Draft[] {
  const entries = managerSettings(plan);
  const other = otherFeeder(plan);
  if (entries.length === 0 && other === null) return [];
  const active = other !== null || entries.some((entry) => writtenValue(entry) !== null);
  return [
    {
      path: 'rootfs/etc/systemd/system.conf.d/50-watchdog.conf',
      mode: 0o644,
      template: 'systemd/50-watchdog.conf',
      language: 'systemd',
      view: {
        header: header(plan, 'systemd'),
        intro: introTexts(plan, entries).map((text) => systemdComment(text)),
        other: other !== null && { comment: systemdComment(other) },
        settings: entries.map(settingView),
        notes: noteTexts(plan).map((text) => systemdComment(text)),
      },
      state: active ? 'active' : 'deferred',
      origin: ['watchdog.feeder', ...entries.map((entry) => entry.origin)],
    },
  ];
}

/**
 * Why PID 1 is told to keep off the device, or null. Off is its default, but a drop-in of the distribution may say
 * otherwise, and then one of the two openers would get EBUSY: here the file says which.
 */
function otherFeeder(plan: TargetPlan): string | null {
  const { armed, feeder } = plan.watchdog;
  if (!armed || feeder.active === null || feeder.active.kind === 'systemd') return null;
  const name = feeder.active.kind === 'application' ? feeder.active.name : feeder.active.kind;
  return `${name} feeds the watchdog: PID 1 keeps its hands off while the system runs, also where another file says otherwise.`;
}

function introTexts(plan: TargetPlan, entries: readonly ManagerSetting[]): readonly string[] {
  const waits = entries.some((entry) => entry.setting.deferred !== null);
  return waits ? deferralSentences(plan, plan.watchdog.deferral) : [];
}

/** What is written for a key, or null. A forbidden reboot watchdog has to be switched off: unset, systemd arms 10min. */
function writtenValue(entry: ManagerSetting): string | null {
  const { active, forbidden } = entry.setting;
  if (active !== null) return active;
  return forbidden !== null && entry.key === 'RebootWatchdogSec' ? '0' : null;
}

function settingView(entry: ManagerSetting): View {
  const value = writtenValue(entry);
  return {
    comments: settingTexts(entry).map((text) => systemdComment(text)),
    set: value !== null,
    name: systemdValue(entry.key),
    value: systemdManagerValue(value ?? '0'),
  };
}

function settingTexts(entry: ManagerSetting): readonly string[] {
  const { active, deferred, forbidden } = entry.setting;
  if (forbidden !== null) {
    const off = writtenValue(entry) === null ? '' : ', so switched off: unset, systemd would arm 10min';
    return [`Forbidden here: ${entry.key}${off}. ${forbidden}`];
  }
  const target = deferred === null ? [] : [`deferred: ${entry.key}=${deferred}`];
  return active === null ? target : [entry.why, ...target];
}

function noteTexts(plan: TargetPlan): readonly string[] {
  const note = rebootDefaultNote(plan);
  return note === null ? [] : [note];
}
