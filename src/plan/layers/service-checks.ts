import { sayDuration } from '../../core/duration.js';
import { complain, type Notes } from '../notes.js';
import type { PlatformPlan, ServicePlan } from '../types.js';

/** What is wrong with one service. */
export function checkService(notes: Notes, service: ServicePlan, platform: PlatformPlan): void {
  if (platform.init === 'systemd') checkUnit(notes, service);
  else complainInit(notes, service, platform);
}

function checkUnit(notes: Notes, service: ServicePlan): void {
  checkType(notes, service);
  checkAge(notes, service);
  checkCommand(notes, service);
  checkAccess(notes, service);
  checkHeartbeat(notes, service);
  checkLimit(notes, service);
  checkAction(notes, service);
  checkContent(notes, service);
}

/** Two tables for one unit would write one file. */
export function checkUnits(notes: Notes, services: readonly ServicePlan[]): void {
  for (const [index, { name, unit }] of services.entries()) {
    const first = services.slice(0, index).find((one) => one.unit === unit);
    if (first === undefined) continue;
    complain(notes, 'WD0235', ['service', name, 'unit'], {
      detail: `${unit} is described by \`service.${first.name}\` already.`,
      help: 'join the two tables',
    });
  }
}

function complainInit(notes: Notes, { name, unit }: ServicePlan, { init }: PlatformPlan): void {
  const process = unit.replace(/\.service$/, '');
  complain(notes, 'WD0230', ['service', name], {
    detail: `This image runs ${init}.`,
    help: `use [target.${notes.target.name}.monitor.${name}] with process = "${process}": it sees that a process is gone, and not that it hangs`,
  });
}

const NOTIFIES: readonly ServicePlan['type'][] = ['notify', 'notify-reload'];

/** In a drop-in the unit's own type may stand, so only a type that is written is judged. */
function checkType(notes: Notes, { name, type, whole, watchdogMs }: ServicePlan): void {
  if (watchdogMs === null || NOTIFIES.includes(type) || (type === null && whole === null)) return;
  complain(notes, 'WD0231', ['service', name, 'type'], {
    detail:
      type === null
        ? 'It has a watchdog and does not say its type; systemd would take simple.'
        : `It has a watchdog and type = "${type}".`,
    help: 'write type = "notify", and let the application send READY=1 and WATCHDOG=1; or use a monitor',
  });
}

/** Source: systemd.service(5), "Type=": notify-reload was added in version 253. */
function checkAge(notes: Notes, { name, type }: ServicePlan): void {
  const version = notes.target.value.image?.systemd;
  if (type !== 'notify-reload' || version === undefined || version >= 253) return;
  complain(notes, 'WD0239', ['service', name, 'type'], {
    detail: `notify-reload came with systemd 253; this one is ${version}.`,
    help: 'write type = "notify"',
  });
}

function checkCommand(notes: Notes, { name, whole }: ServicePlan): void {
  const program = whole?.command[0];
  if (program === undefined || /^\/[A-Za-z0-9._/@+-]*[A-Za-z0-9._@+-]$/.test(program)) return;
  complain(notes, 'WD0234', ['service', name, 'whole', 'command', 0], {
    detail: `"${program}" is not the absolute path of a program.`,
    help: 'write the path, for example "/usr/bin/python3"',
  });
}

/** Source: service_add_extras in systemd's src/core/service.c: NotifyAccess=none becomes main with Type=notify or WatchdogSec=. */
function checkAccess(notes: Notes, { name, type, notifyAccess, watchdogMs }: ServicePlan): void {
  if (notifyAccess !== 'none' || (watchdogMs === null && !NOTIFIES.includes(type))) return;
  complain(notes, 'WD0231', ['service', name, 'notify-access'], {
    detail: 'No heartbeat would count. systemd takes main all the same when the service notifies.',
    help: 'write notify-access = "main"',
  });
}

function checkHeartbeat(notes: Notes, { name, watchdogMs, heartbeatMs }: ServicePlan): void {
  if (heartbeatMs === null) return;
  if (watchdogMs === null) {
    complain(notes, 'WD0232', ['service', name, 'heartbeat'], {
      detail: 'There is no `watchdog` that listens.',
      help: `add: watchdog = "${sayDuration(heartbeatMs * 2)}"`,
    });
  } else if (heartbeatMs >= watchdogMs) {
    complain(notes, 'WD0232', ['service', name, 'heartbeat'], {
      detail: `A heartbeat every ${sayDuration(heartbeatMs)} comes too late for a limit of ${sayDuration(watchdogMs)}.`,
      help: `write at most half of it: "${sayDuration(Math.max(1, Math.floor(watchdogMs / 2)))}"`,
    });
  }
}

/**
 * The limit counts `burst` starts and refuses the next one while the first is not older than `interval`; between two
 * starts lies at least the delay. Source: systemd.unit(5), "StartLimitIntervalSec="; ratelimit_below in systemd's
 * src/basic/ratelimit.c.
 */
function checkLimit(notes: Notes, { name, startLimit, restartDelayMs }: ServicePlan): void {
  if (startLimit === null || restartDelayMs === null) return;
  const { burst, intervalMs } = startLimit;
  if (burst * restartDelayMs < intervalMs) return;
  complain(notes, 'WD0233', ['service', name, 'start-limit'], {
    detail: `${burst} restarts with a pause of ${sayDuration(restartDelayMs)} take at least ${sayDuration(burst * restartDelayMs)}: there are never more than ${burst} starts in ${sayDuration(intervalMs)}.`,
    help: `write an interval of more than ${sayDuration(burst * restartDelayMs)}`,
  });
}

/** A reboot needs something that leads to it: a start limit where the service is restarted. */
function checkAction(notes: Notes, { name, onFailure, restart, startLimit }: ServicePlan): void {
  if (onFailure === null || onFailure === 'none') return;
  if (restart === null) {
    complain(notes, 'WD0233', ['service', name, 'restart'], {
      detail: `on-failure = "${onFailure}" comes at the first failure where the service is not restarted, and at the start limit where it is; the spec does not say which.`,
      help: 'add: restart = "always", "on-failure" or "no"',
    });
  } else if (restart !== 'no' && startLimit === null) {
    complain(notes, 'WD0233', ['service', name, 'on-failure'], {
      detail: `The service is restarted again and again: nothing says when it is given up, and ${onFailure} follows.`,
      help: 'add: start-limit = { burst = 5, interval = "10min" }',
    });
  }
}

function checkContent(notes: Notes, service: ServicePlan): void {
  const { name, whole, type, watchdogMs, notifyAccess, restart, restartDelayMs } = service;
  const { startTimeoutMs, stopTimeoutMs, startLimit, onFailure } = service;
  const settings = [type, watchdogMs, notifyAccess, restart, restartDelayMs, startTimeoutMs, stopTimeoutMs];
  if (whole !== null || [...settings, startLimit, onFailure].some((one) => one !== null)) return;
  complain(notes, 'WD0234', ['service', name], {
    detail: `Nothing is set for ${service.unit}.`,
    help: 'add: watchdog = "30s"',
  });
}
