import { sayDuration } from '../../core/duration.js';
import type { ServicePlan } from '../../plan/types.js';
import type { Quoted } from '../quote/quoted.js';
import { systemdExecPath, systemdExecWord, systemdSeconds, systemdValue } from '../quote/systemd.js';

/** One line of a unit, for its file and for NixOS alike. */
export interface UnitSetting {
  readonly key: string;
  /** Its value, word by word. */
  readonly words: readonly Quoted[];
  /** What it does, where the line does not say it. */
  readonly why: string | null;
}

/** The lines of a service, by section. Source: systemd 252 systemd.unit(5), systemd.service(5), systemd.exec(5). */
export interface UnitSections {
  readonly unit: readonly UnitSetting[];
  readonly service: readonly UnitSetting[];
}

export function sectionsOf(service: ServicePlan): UnitSections {
  return {
    unit: [...startLimitLines(service), ...actionLines(service)],
    service: [
      ...runLines(service),
      ...timeLines(service),
      ...watchdogLines(service),
      ...restartLines(service),
    ],
  };
}

function line(key: string, value: Quoted, why: string | null = null): UnitSetting {
  return { key, words: [value], why };
}

/** A line with a plain word; none where the plan says nothing. */
function word(key: string, text: string | null, why: string | null = null): readonly UnitSetting[] {
  return text === null ? [] : [line(key, systemdValue(text), why)];
}

function time(key: string, ms: number | null, why: string | null = null): readonly UnitSetting[] {
  return ms === null ? [] : [line(key, systemdSeconds(ms), why)];
}

function startLimitLines({ startLimit, onFailure }: ServicePlan): readonly UnitSetting[] {
  if (startLimit === null) return [];
  const { burst, intervalMs } = startLimit;
  const then = onFailure === null || onFailure === 'none' ? 'the next one is refused' : 'then this follows';
  const why = `Given up after ${burst} ${burst === 1 ? 'start' : 'starts'} in ${sayDuration(intervalMs)}: ${then}.`;
  return [
    ...time('StartLimitIntervalSec', intervalMs, why),
    line('StartLimitBurst', systemdValue(String(burst))),
  ];
}

/** FailureAction= comes at each failure, also at one that a restart follows: see `onFailure` in the plan. */
function actionLines({ onFailure, restart, whole }: ServicePlan): readonly UnitSetting[] {
  if (onFailure === null) return [];
  if (onFailure === 'none')
    return whole === null ? [...word('StartLimitAction', 'none'), ...word('FailureAction', 'none')] : [];
  return restart === 'no'
    ? word('FailureAction', onFailure)
    : word(
        'StartLimitAction',
        onFailure,
        'Not FailureAction: that would come at each failure, restart or not.',
      );
}

function runLines({ type, whole }: ServicePlan): readonly UnitSetting[] {
  const why = type === 'notify' || type === 'notify-reload' ? 'It is up when it sends READY=1.' : null;
  const lines = word('Type', type, why);
  if (whole === null) return lines;
  return [
    ...lines,
    { key: 'ExecStart', words: execStart(whole.command), why: null },
    ...word('User', whole.user),
    ...word('WorkingDirectory', whole.workingDirectory),
  ];
}

function execStart([program = '', ...words]: readonly string[]): readonly Quoted[] {
  return [systemdExecPath(program), ...words.map(systemdExecWord)];
}

function timeLines({ startTimeoutMs, stopTimeoutMs }: ServicePlan): readonly UnitSetting[] {
  return [...time('TimeoutStartSec', startTimeoutMs), ...time('TimeoutStopSec', stopTimeoutMs)];
}

function watchdogLines({ watchdogMs, notifyAccess }: ServicePlan): readonly UnitSetting[] {
  const why =
    'From READY=1 on: when no WATCHDOG=1 has come for this long, it is killed with SIGABRT. Restart= says what follows.';
  return [...time('WatchdogSec', watchdogMs, why), ...word('NotifyAccess', notifyAccess)];
}

function restartLines({ restart, restartDelayMs }: ServicePlan): readonly UnitSetting[] {
  return [...word('Restart', restart), ...time('RestartSec', restartDelayMs)];
}
