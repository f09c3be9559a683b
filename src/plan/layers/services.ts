import type { ServiceSpec } from '../../spec/schema.js';
import { fold, fromSpec, type Notes, origin, specPath } from '../notes.js';
import type { PlatformPlan, ServicePlan, WholeUnitPlan } from '../types.js';
import { checkService, checkUnits } from './service-checks.js';
import { resolveDeferral, toMs } from './watchdog.js';

/** Plan key, spec key, and what stands where nothing was written. */
const KEYS = [
  ['type', 'type', "the unit's own"],
  ['watchdogMs', 'watchdog', 'no watchdog'],
  ['restart', 'restart', "the unit's own"],
  ['restartDelayMs', 'restart-delay', "the unit's own, or systemd's 100ms"],
  ['startTimeoutMs', 'start-timeout', "the unit's own, or the manager's"],
  ['stopTimeoutMs', 'stop-timeout', "the unit's own, or the manager's"],
  ['startLimit', 'start-limit', "the unit's own, or the manager's 5 starts in 10s"],
  ['onFailure', 'on-failure', "the unit's own, or none"],
  ['whole', 'whole', 'the unit is of somebody else: a drop-in'],
] as const;

/** Services that systemd watches. */
export function resolveServices(notes: Notes, platform: PlatformPlan): readonly ServicePlan[] {
  const written = notes.target.value.service;
  fromSpec(notes, ['services'], ['service'], 'no service is watched', written !== undefined);
  const services = Object.entries(written ?? {}).map(([name, service]) =>
    resolveService(notes, name, service, platform),
  );
  checkUnits(notes, services);
  return services;
}

function resolveService(
  notes: Notes,
  name: string,
  written: ServiceSpec,
  platform: PlatformPlan,
): ServicePlan {
  recordOrigins(notes, name, written);
  const limit = written['start-limit'];
  const plan: ServicePlan = {
    name,
    state: written.state,
    unit: written.unit ?? `${name}.service`,
    whole: written.whole === undefined ? null : resolveWhole(written.whole),
    type: written.type ?? null,
    watchdogMs: maybeMs(written.watchdog),
    heartbeatMs: resolveHeartbeat(notes, name, written),
    notifyAccess: resolveAccess(notes, name, written),
    restart: resolveRestart(notes, name, written),
    restartDelayMs: maybeMs(written['restart-delay']),
    startTimeoutMs: maybeMs(written['start-timeout']),
    stopTimeoutMs: maybeMs(written['stop-timeout']),
    startLimit: limit === undefined ? null : { burst: limit.burst, intervalMs: toMs(limit.interval) },
    onFailure: written['on-failure'] ?? null,
    deferral: resolveDeferral(notes, ['service', name], written.deferral),
  };
  checkService(notes, plan, platform);
  return plan;
}

function maybeMs(text: string | undefined): number | null {
  return text === undefined ? null : toMs(text);
}

function recordOrigins(notes: Notes, name: string, written: ServiceSpec): void {
  fromSpec(notes, ['services', name], ['service', name], '', true);
  fromSpec(
    notes,
    ['services', name, 'unit'],
    ['service', name, 'unit'],
    'the name of the service',
    written.unit !== undefined,
  );
  for (const [plan, key, reason] of KEYS) {
    fromSpec(notes, ['services', name, plan], ['service', name, key], reason, written[key] !== undefined);
  }
}

function resolveWhole(written: NonNullable<ServiceSpec['whole']>): WholeUnitPlan {
  return {
    description: fold(written.description),
    command: written.command,
    user: written.user ?? null,
    workingDirectory: written['working-directory'] ?? null,
    after: written.after ?? [],
    wants: written.wants ?? [],
    wantedBy: written['wanted-by'] ?? ['multi-user.target'],
  };
}

/** systemd itself advises half of the limit: sd_watchdog_enabled(3), "Description". */
function resolveHeartbeat(notes: Notes, name: string, { watchdog, heartbeat }: ServiceSpec): number | null {
  const at = ['services', name, 'heartbeatMs'];
  if (heartbeat !== undefined || watchdog === undefined) {
    fromSpec(notes, at, ['service', name, 'heartbeat'], 'no watchdog', heartbeat !== undefined);
    return maybeMs(heartbeat);
  }
  origin(notes, at, {
    kind: 'derived',
    reason: 'half of the limit, so that one heartbeat may be late',
    from: [specPath(notes, 'service', name, 'watchdog')],
  });
  return Math.floor(toMs(watchdog) / 2);
}

/** Implied by systemd, and written all the same: a reader of the unit sees whose heartbeats count. */
function resolveAccess(notes: Notes, name: string, written: ServiceSpec): ServicePlan['notifyAccess'] {
  const access = written['notify-access'];
  const implied = access === undefined && written.watchdog !== undefined && written.whole !== undefined;
  fromSpec(
    notes,
    ['services', name, 'notifyAccess'],
    ['service', name, 'notify-access'],
    implied ? 'what systemd implies with a watchdog' : "the unit's own, or main with a watchdog",
    access !== undefined,
  );
  return access ?? (implied ? 'main' : null);
}

/** Without a restart a watchdog only kills. Where somebody else wrote the unit, theirs may be better than a guess. */
function resolveRestart(notes: Notes, name: string, written: ServiceSpec): ServicePlan['restart'] {
  if (written.restart !== undefined || written.whole === undefined) return written.restart ?? null;
  fromSpec(
    notes,
    ['services', name, 'restart'],
    ['service', name, 'restart'],
    'a service that fails is started again',
    false,
  );
  return 'on-failure';
}
