import type { MonitorPlan, ServicePlan } from '../../plan/types.js';
import { added, known, unknown } from './terms.js';
import type { Context, Figure, Term } from './types.js';

/** Source: systemd.service(5), RestartSec; systemd-system.conf(5), DefaultTimeoutStopSec, DefaultTimeoutAbortSec. */
const RESTART_DELAY_MS = 100;
const STOP_TIMEOUT_MS = 90_000;

/** What systemd restarts after: table of systemd.service(5), Restart=. */
const AFTER_STALL = new Set(['always', 'on-failure', 'on-abnormal', 'on-watchdog']);
const AFTER_CRASH = new Set(['always', 'on-failure', 'on-abnormal', 'on-abort']);

/** The figures of every service with a heartbeat and of every monitored process. */
export function serviceFigures({ plan }: Context): readonly Figure[] {
  return [
    ...plan.services.flatMap((service) => [stallFigure(service), crashFigure(service)]),
    ...plan.monitors.map(monitorFigure),
  ];
}

function stallFigure(service: ServicePlan): Figure {
  const { name, unit, state, watchdogMs, restart } = service;
  const head = { id: `service-stall:${name}`, title: `${unit} stalls, until it is started again` };
  if (state === 'deferred') return unknown(head, `the watchdog of ${unit} is deferred`);
  if (watchdogMs === null) return unknown(head, `${unit} has no WatchdogSec`);
  if (restart === null || !AFTER_STALL.has(restart)) return unknown(head, restartReason(service));
  const stop = service.stopTimeoutMs;
  return known(
    head,
    [
      added('WatchdogSec, after the last heartbeat', watchdogMs, 'spec', `service.${name}.watchdog`),
      stop === null
        ? added(
            'SIGABRT, until SIGKILL: TimeoutAbortSec',
            STOP_TIMEOUT_MS,
            'systemd',
            'systemd-system.conf(5)',
          )
        : added('SIGABRT, until SIGKILL: TimeoutStopSec', stop, 'spec', `service.${name}.stop-timeout`),
      delayTerm(service),
    ],
    limitNotes(service),
  );
}

function crashFigure(service: ServicePlan): Figure {
  const { name, unit, state, restart } = service;
  const head = { id: `service-crash:${name}`, title: `${unit} crashes, until it is started again` };
  if (state === 'deferred') return unknown(head, `the drop-in of ${unit} is deferred`);
  if (restart === null || !AFTER_CRASH.has(restart)) return unknown(head, restartReason(service));
  return known(head, [delayTerm(service)], limitNotes(service));
}

function restartReason({ unit, restart }: ServicePlan): string {
  return restart === null
    ? `whether ${unit} is started again is up to its own unit file`
    : `Restart=${restart} does not start ${unit} again after that`;
}

function delayTerm({ name, restartDelayMs }: ServicePlan): Term {
  return restartDelayMs === null
    ? added('RestartSec', RESTART_DELAY_MS, 'systemd', 'systemd.service(5)')
    : added('RestartSec', restartDelayMs, 'spec', `service.${name}.restart-delay`);
}

function limitNotes({ startLimit, onFailure }: ServicePlan): readonly string[] {
  if (startLimit === null) return [];
  const then = onFailure === null || onFailure === 'none' ? 'it stays down' : `FailureAction=${onFailure}`;
  return [`After ${startLimit.burst} starts within its interval: ${then}.`];
}

function monitorFigure({ name, process, state, everyMs, restartsPerHour }: MonitorPlan): Figure {
  const head = { id: `process-gone:${name}`, title: `${process} is gone, until it is started again` };
  if (state === 'deferred') return unknown(head, `the monitor ${name} is deferred`);
  return known(
    head,
    [added('the next look', everyMs, 'spec', `monitor.${name}.every`)],
    [`At most ${restartsPerHour} restarts an hour; then it only tells.`],
  );
}
