import type { AlertPlan, MonitorPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { programDraftPath, programPath, programSearchPath } from '../programs.js';
import { jsonValue } from '../quote/json.js';
import { shWord } from '../quote/sh.js';
import type { Draft, View } from '../types.js';

/** Monitors of today's image. */
export function activeMonitors({ monitors }: TargetPlan): readonly MonitorPlan[] {
  return monitors.filter(({ state }) => state === 'active');
}

/** The programs that this target needs, and what they are configured with. */
export function programs(plan: TargetPlan): readonly Draft[] {
  const monitors = activeMonitors(plan);
  return [
    ...(monitors.length === 0 ? [] : monitorDrafts(plan, monitors)),
    ...(plan.alerts.length === 0 ? [] : alertDrafts(plan)),
  ];
}

/** Whole seconds, rounded up: BusyBox' `timeout` and `sleep` take nothing finer everywhere. */
function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

const DRAFT = { language: 'sh', state: 'active' } as const;

function monitorDrafts(plan: TargetPlan, monitors: readonly MonitorPlan[]): readonly Draft[] {
  const origin = monitors.map(({ name }) => `monitors.${name}`);
  const head = header(plan, 'sh');
  const path = shWord(programSearchPath(plan));
  return [
    {
      ...DRAFT,
      path: programDraftPath(plan, 'monitor'),
      mode: 0o755,
      template: 'monitor/monitor',
      view: { header: head, path, alert: shWord(programPath(plan, 'alert')) },
      origin,
    },
    {
      ...DRAFT,
      path: 'rootfs/etc/wdgen/monitor.conf',
      mode: 0o644,
      template: 'monitor/monitor.conf',
      view: { header: head, monitors: monitors.map(monitorView) },
      origin,
    },
  ];
}

function monitorView(monitor: MonitorPlan): View {
  return {
    name: shWord(monitor.name),
    process: shWord(monitor.process),
    manager: shWord(monitor.restart.manager),
    service: shWord(monitor.restart.service),
    every: seconds(monitor.everyMs),
    grace: seconds(monitor.graceMs),
    perHour: monitor.restartsPerHour,
    alerts: monitor.alerts.map(shWord),
  };
}

function alertDrafts(plan: TargetPlan): readonly Draft[] {
  const origin = plan.alerts.map(({ name }) => `alerts.${name}`);
  const head = header(plan, 'sh');
  return [
    {
      ...DRAFT,
      path: programDraftPath(plan, 'alert'),
      mode: 0o755,
      template: 'monitor/alert',
      view: { header: head, path: shWord(programSearchPath(plan)) },
      origin,
    },
    {
      ...DRAFT,
      path: 'rootfs/etc/wdgen/alert.conf',
      mode: 0o644,
      template: 'monitor/alert.conf',
      view: { header: head, alerts: plan.alerts.map(alertView) },
      origin,
    },
  ];
}

/** What is known beforehand is written as JSON here; the program escapes only what it is called with. */
function alertView(alert: AlertPlan): View {
  const members = Object.entries(alert.fields).map(
    ([name, text]) => `,${jsonValue(name)}:${jsonValue(text)}`,
  );
  return {
    name: shWord(alert.name),
    url: shWord(alert.url),
    tries: alert.tries,
    timeout: seconds(alert.timeoutMs),
    device: shWord(String(jsonValue(alert.device))),
    fields: shWord(members.join('')),
  };
}
