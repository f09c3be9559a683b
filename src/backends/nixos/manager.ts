import type { NixosRelease, TargetPlan } from '../../plan/types.js';
import { deferralSentences } from '../deferral.js';
import { type ManagerKey, type ManagerSetting, managerSettings, rebootDefaultNote } from '../manager.js';
import { nixAttr, nixComment, nixString } from '../quote/nix.js';
import type { View } from '../types.js';

/** From this release on, the manager's settings are one free-form set; before, each had an option of its own. */
const SETTINGS_SINCE: NixosRelease = 2511;

/** The options before 25.11. There was none for the pretimeout: it went through `systemd.extraConfig`. */
const OLD_OPTIONS: Readonly<Record<ManagerKey, string | null>> = {
  WatchdogDevice: 'device',
  RuntimeWatchdogSec: 'runtimeTime',
  RuntimeWatchdogPreSec: null,
  RuntimeWatchdogPreGovernor: null,
  RebootWatchdogSec: 'rebootTime',
  KExecWatchdogSec: 'kexecTime',
};

const INDENT = '    ';

export interface ManagerView {
  readonly view: View;
  readonly enforces: boolean;
  readonly origin: readonly string[];
}

/**
 * The part of the module that configures PID 1. Single keys are set, never the set as a whole: NixOS itself writes
 * into it. Source: nixpkgs nixos/modules/system/boot/systemd.nix (settings.Manager, and the rename lines to it).
 */
export function managerView(plan: TargetPlan, release: NixosRelease): ManagerView {
  const entries = managerSettings(plan);
  const modern = release >= SETTINGS_SINCE;
  const nameOf = (key: ManagerKey) => (modern ? key : OLD_OPTIONS[key]);
  const lines = entries.filter((entry) => nameOf(entry.key) !== null);
  const extra = entries.filter((entry) => nameOf(entry.key) === null);
  return {
    view: {
      modern,
      any: lines.length > 0,
      intro: introTexts(plan, entries).map((text) => nixComment(text, '  ')),
      settings: lines.map((entry) => settingView(entry, nameOf(entry.key) ?? entry.key)),
      extra: extra.map((entry) => ({ comments: extraTexts(entry).map((text) => nixComment(text, '  ')) })),
      extraConfig: extraConfig(extra),
    },
    enforces: entries.some((entry) => isSet(entry)),
    origin: ['watchdog.feeder', ...entries.map((entry) => entry.origin)],
  };
}

function introTexts(plan: TargetPlan, entries: readonly ManagerSetting[]): readonly string[] {
  const feeds = plan.watchdog.armed && plan.watchdog.feeder.active?.kind === 'systemd';
  const now = feeds ? 'PID 1 feeds the watchdog.' : 'PID 1 does not feed the watchdog.';
  const waits = entries.some((entry) => entry.setting.deferred !== null);
  const note = rebootDefaultNote(plan);
  return [
    now,
    ...(waits ? deferralSentences(plan, plan.watchdog.deferral) : []),
    ...(note === null ? [] : [note]),
  ];
}

/** Whether the key stands in the evaluated configuration. Forbidding a reboot watchdog needs a value: unset arms it. */
function isSet(entry: ManagerSetting): boolean {
  return entry.setting.active !== null || forbiddenReboot(entry);
}

function forbiddenReboot(entry: ManagerSetting): boolean {
  return entry.key === 'RebootWatchdogSec' && entry.setting.forbidden !== null;
}

function settingView(entry: ManagerSetting, name: string): View {
  const { active } = entry.setting;
  return {
    comments: commentTexts(entry, name).map((text) => nixComment(text, INDENT)),
    set: isSet(entry),
    name: nixAttr(name),
    value: nixString(active ?? (forbiddenReboot(entry) ? '0' : '')),
  };
}

function commentTexts(entry: ManagerSetting, name: string): readonly string[] {
  const { active, deferred, forbidden } = entry.setting;
  if (forbiddenReboot(entry))
    return [`Forbidden here, so switched off: unset, systemd would arm 10min. ${forbidden ?? ''}`];
  if (forbidden !== null) return [`Forbidden here: ${name}. ${forbidden}`];
  const target = deferred === null ? [] : [`deferred: ${name} = "${deferred}";`];
  return active === null ? target : [entry.why, ...target];
}

/** Before 25.11: what stands above the lines for systemd's configuration file. */
function extraTexts({ key, setting, why }: ManagerSetting): readonly string[] {
  const { active, deferred, forbidden } = setting;
  if (forbidden !== null) return [`Forbidden here: ${key}. ${forbidden}`];
  const target = deferred === null ? [] : [`deferred, in systemd.extraConfig: ${key}=${deferred}`];
  return active === null ? target : [why, ...target];
}

/** Those lines, in one value: an option can be set only once in a module. False when there are none. */
function extraConfig(extra: readonly ManagerSetting[]): View | false {
  const lines = extra.flatMap(({ key, setting: { active } }) =>
    active === null ? [] : [`${key}=${active}\n`],
  );
  return lines.length > 0 && { value: nixString(lines.join('')) };
}
