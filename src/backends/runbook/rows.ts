import { formatDuration } from '../../core/duration.js';
import { type Setting, stateOf } from '../../core/state.js';
import type { Deferral, Feeder, FlagValue, TargetPlan } from '../../plan/types.js';
import { gateText } from '../deferral.js';
import { governorFor } from '../governors.js';
import { mdCell, mdCode } from '../quote/markdown.js';
import type { View } from '../types.js';

/** A setting as a line of the runbook's table. */
interface Row {
  readonly name: string;
  readonly setting: Setting<string>;
  readonly deferral: Deferral | null;
}

/** The settings that somebody wrote, with what is enforced today and what is only documented. */
export function settingRows(plan: TargetPlan): readonly View[] {
  const { kernel } = plan;
  const flags = kernel.flags
    .filter((flag) => flag.setting.deferred !== null || flag.setting.forbidden !== null)
    .map((flag) => row(`kernel ${flag.symbol}`, flag.setting, flagText, kernel.deferral));
  return [...watchdogRows(plan), ...flags].filter((one) => stateOf(one.setting) !== undefined).map(rowView);
}

function watchdogRows({ watchdog }: TargetPlan): readonly Row[] {
  const { deferral } = watchdog;
  const time = (name: string, setting: Setting<number>) => row(name, setting, formatDuration, deferral);
  return [
    row('feeder', watchdog.feeder, feederText, deferral),
    time('runtime', watchdog.runtimeMs),
    time('pet', watchdog.petMs),
    time('reboot', watchdog.rebootMs),
    time('kexec', watchdog.kexecMs),
    time('pretimeout', watchdog.pretimeoutMs),
    row(
      'pretimeout-governor',
      governorFor(watchdog.pretimeoutMs, watchdog.pretimeoutGovernor),
      String,
      deferral,
    ),
    time('open-timeout', watchdog.openTimeoutMs),
    row('nowayout', watchdog.nowayout, String, deferral),
  ];
}

function row<T>(
  name: string,
  setting: Setting<T>,
  show: (value: T) => string,
  deferral: Deferral | null,
): Row {
  const text = (value: T | null) => (value === null ? null : show(value));
  const { active, deferred, forbidden } = setting;
  return { name, setting: { active: text(active), deferred: text(deferred), forbidden }, deferral };
}

function rowView({ name, setting, deferral }: Row): View {
  const { active, deferred, forbidden } = setting;
  const waits = deferred !== null;
  return {
    name: mdCode(name, true),
    state: mdCell(stateOf(setting) ?? ''),
    today: active === null ? mdCell('nothing') : mdCode(active, true),
    target: deferred === null ? mdCell('') : mdCode(deferred, true),
    gate: mdCell(forbidden ?? (waits ? gateText(deferral) : '')),
  };
}

/** A feeder by the name it has in a spec. */
export function feederText(feeder: Feeder): string {
  return feeder.kind === 'application' ? `application:${feeder.name}` : feeder.kind;
}

function flagText(value: FlagValue): string {
  return String(value.value);
}
