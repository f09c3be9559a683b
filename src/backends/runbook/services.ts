import { sayDuration } from '../../core/duration.js';
import type { MonitorPlan, ServicePlan, TargetPlan } from '../../plan/types.js';
import { gateText } from '../deferral.js';
import { programPath } from '../programs.js';
import { mdBlock, mdCell, mdCode, mdText } from '../quote/markdown.js';
import type { View } from '../types.js';

/** Services, process monitors and alerts: what covers what, what the application has to do, and what to type. */
export function servicesView(plan: TargetPlan): View | false {
  const { services, monitors, alerts } = plan;
  if (services.length + monitors.length + alerts.length === 0) return false;
  return {
    services: services.map(serviceView),
    rows: failureRows(plan),
    monitors: monitors.length > 0 && { texts: monitors.map((monitor) => mdText(monitorText(monitor))) },
    alerts: alerts.length > 0 && {
      texts: alerts.map(({ name, tries, timeoutMs }) =>
        mdText(`${name}: at most ${tries} tries of ${sayDuration(timeoutMs)} each, in the background.`),
      ),
    },
    commands: mdBlock('sh', commandsOf(plan).join('\n')),
  };
}

function serviceView(service: ServicePlan): View {
  const { unit, state, deferral } = service;
  return {
    unit: mdCode(unit),
    active: state === 'active',
    deferral: deferral !== null && { reason: mdText(deferral.reason), gate: mdText(gateText(deferral)) },
    texts: [...heartbeatTexts(service), ...restartTexts(service)].map((text) => mdText(text)),
  };
}

/**
 * Sources: sd_watchdog_enabled(3) for the half; systemd.service(5), "WatchdogSec=" and "NotifyAccess="; systemd issues
 * 25961 (a wrapper's child is not the main process) and 9467 (daemon-reload).
 */
function heartbeatTexts({ watchdogMs, heartbeatMs, notifyAccess, unit }: ServicePlan): readonly string[] {
  if (watchdogMs === null || heartbeatMs === null) return [];
  const access =
    notifyAccess === 'main' || notifyAccess === null
      ? [
          'Only heartbeats of the main process count. Behind a shell script, a wrapper or sudo the main process is another one: start the program itself, or with exec.',
        ]
      : [];
  return [
    'The application sends READY=1 when it is set up, and not before: from then on the limit runs.',
    `It sends WATCHDOG=1 every ${sayDuration(heartbeatMs)}, from the loop that does the work, after each round of it. A thread or timer of its own would go on while the work stands still.`,
    `When no heartbeat has come for ${sayDuration(watchdogMs)}, systemd kills it with SIGABRT. The journal then says "Watchdog timeout".`,
    ...access,
    `After a deployment: systemctl daemon-reload and systemctl restart ${unit}, one right after the other. With the reload alone, a limit that is new or shorter can kill the service that runs.`,
  ];
}

const RESTARTS: Readonly<Record<NonNullable<ServicePlan['restart']>, string>> = {
  no: 'It is not started again, whatever ends it.',
  'on-failure':
    'It is started again after a crash, an exit with an error and a missed heartbeat; not after an exit with 0.',
  'on-abnormal':
    'It is started again after a crash and a missed heartbeat; not when it exits, also with an error.',
  'on-abort': 'It is started again after a crash; a missed heartbeat ends it for good.',
  'on-watchdog': 'It is started again after a missed heartbeat, and after nothing else.',
  always: 'It is started again whatever ends it, but for systemctl stop.',
};

function restartTexts({
  unit,
  restart,
  restartDelayMs,
  startLimit,
  onFailure,
}: ServicePlan): readonly string[] {
  const pause =
    restart === 'no' || restartDelayMs === null
      ? ''
      : ` The pause before it is ${sayDuration(restartDelayMs)}.`;
  const limit =
    startLimit === null
      ? []
      : [
          `More than ${startLimit.burst} starts in ${sayDuration(startLimit.intervalMs)} are refused. systemctl reset-failed ${unit} lifts that.`,
        ];
  const action =
    onFailure === null || onFailure === 'none'
      ? []
      : [
          `${restart === 'no' ? 'When it fails' : 'When it is given up'}, the machine reboots (${onFailure}).`,
        ];
  return [...(restart === null ? [] : [`${RESTARTS[restart]}${pause}`]), ...limit, ...action];
}

/** Each service or monitored process against the two ways to fail. */
function failureRows(plan: TargetPlan): readonly View[] {
  const units = plan.services.map(({ unit }) => unit);
  const others = plan.monitors.filter(({ restart }) => !units.includes(restart.service));
  return [...units, ...new Set(others.map(({ restart }) => restart.service))].map((name) => ({
    name: mdCode(name, true),
    gone: mdCell(goneText(plan, name)),
    hangs: mdCell(hangsText(plan, name)),
  }));
}

function goneText({ services, monitors }: TargetPlan, name: string): string {
  const service = services.find(({ unit, state }) => unit === name && state === 'active');
  const monitor = monitors.find(({ restart, state }) => restart.service === name && state === 'active');
  const restarted = service?.restart !== undefined && service.restart !== null && service.restart !== 'no';
  const parts = [
    ...(restarted ? [`systemd: Restart=${service.restart}`] : []),
    ...(monitor === undefined ? [] : [`monitor ${monitor.name}, within ${sayDuration(monitor.everyMs)}`]),
  ];
  return parts.length === 0 ? 'not covered by wdgen' : parts.join('; then ');
}

function hangsText({ services }: TargetPlan, name: string): string {
  const service = services.find(({ unit, state }) => unit === name && state === 'active');
  return service === undefined || service.watchdogMs === null
    ? 'NOT COVERED: a process that hangs is still there'
    : `its watchdog, ${sayDuration(service.watchdogMs)} after the last heartbeat`;
}

function monitorText({
  name,
  state,
  process,
  restart,
  everyMs,
  graceMs,
  restartsPerHour,
  alerts,
}: MonitorPlan): string {
  const told = alerts.length === 0 ? 'nobody' : alerts.join(', ');
  const today = state === 'active' ? '' : ' Deferred: nothing of it is in the image.';
  return `${name}: every ${sayDuration(everyMs)} it looks for a command line with "${process}". When it is gone, ${restart.manager} restarts ${restart.service}, at most ${restartsPerHour} times in an hour of running time, and not within ${sayDuration(graceMs)} of the last time.${byHand(restart.manager)} Told: ${told}.${today}`;
}

/** Sources: systemctl(1), "reset-failed"; the monitor's own `restart_unit` and `notice_restarts`. */
function byHand(manager: MonitorPlan['restart']['manager']): string {
  return manager === 'systemd'
    ? ' It undoes a systemctl stop, too: stop wdgen-monitor.timer first. What systemd restarts by itself it only tells.'
    : '';
}

function commandsOf(plan: TargetPlan): readonly string[] {
  const [service] = plan.services;
  const [alert] = plan.alerts;
  const monitor = programPath(plan, 'monitor');
  return [
    ...(service === undefined
      ? []
      : [
          `systemctl show -p WatchdogUSec,Restart,NRestarts,Result ${service.unit}`,
          `systemctl kill -s STOP --kill-who=main ${service.unit} # on the bench: a hang`,
        ]),
    ...(plan.monitors.length === 0 ? [] : [`${monitor} --check`, `${monitor} --dry-run`]),
    ...(alert === undefined ? [] : [`${programPath(plan, 'alert')} ${alert.name} test "from the bench"`]),
  ];
}
