import type { MonitorSpec } from '../../spec/schema.js';
import { complain, fromSpec, type Notes } from '../notes.js';
import type { Init, MonitorPlan, PlatformPlan, ServiceManager } from '../types.js';
import { checkInterval } from './network-schedule.js';
import { resolveDeferral, toMs } from './watchdog.js';

/** Who can restart a service under which init. Where there is one only, the spec need not say it. */
const MANAGERS: Readonly<Record<Init, readonly ServiceManager[]>> = {
  systemd: ['systemd'],
  's6-rc': ['s6-rc'],
  busybox: ['sysv', 'respawn'],
  sysv: ['sysv', 'respawn'],
};

/** Processes that are looked for. */
export function resolveMonitors(notes: Notes, platform: PlatformPlan): readonly MonitorPlan[] {
  const written = notes.target.value.monitor;
  fromSpec(notes, ['monitors'], ['monitor'], 'no process is looked for', written !== undefined);
  return Object.entries(written ?? {}).map(([name, monitor]) =>
    resolveMonitor(notes, name, monitor, platform),
  );
}

function resolveMonitor(
  notes: Notes,
  name: string,
  written: MonitorSpec,
  platform: PlatformPlan,
): MonitorPlan {
  const manager = resolveManager(notes, name, written, platform);
  checkService(notes, name, written.restart, manager);
  checkAlerts(notes, name, written);
  checkInterval(notes, ['monitor', name, 'every'], toMs(written.every), platform);
  const at = (plan: string, key: keyof MonitorSpec, reason: string) =>
    fromSpec(notes, ['monitors', name, plan], ['monitor', name, key], reason, written[key] !== undefined);
  fromSpec(notes, ['monitors', name], ['monitor', name], '', true);
  at('restart', 'restart', '');
  at('everyMs', 'every', '');
  at('restartsPerHour', 'restarts-per-hour', '');
  at('graceMs', 'grace', 'time that most services need to come up');
  at('alerts', 'alerts', 'nobody is told');
  return {
    name,
    state: written.state,
    process: written.process,
    restart: { manager, service: written.restart },
    everyMs: toMs(written.every),
    graceMs: toMs(written.grace ?? '30s'),
    restartsPerHour: written['restarts-per-hour'],
    alerts: written.alerts ?? [],
    deferral: resolveDeferral(notes, ['monitor', name], written.deferral),
  };
}

function resolveManager(
  notes: Notes,
  name: string,
  { manager }: MonitorSpec,
  { init }: PlatformPlan,
): ServiceManager {
  const [first = 'systemd', ...others] = MANAGERS[init];
  fromSpec(
    notes,
    ['monitors', name, 'restart', 'manager'],
    ['monitor', name, 'manager'],
    `what runs services under ${init}`,
    manager !== undefined,
  );
  if (manager === undefined && init === 'busybox') {
    complain(notes, 'WD0236', ['monitor', name, 'manager'], {
      detail: 'Under BusyBox init a service runs from /etc/init.d or from a respawn line of inittab.',
      help: 'add: manager = "sysv" or "respawn"',
    });
  }
  if (manager !== undefined && manager !== first && !others.includes(manager)) {
    complain(notes, 'WD0236', ['monitor', name, 'manager'], {
      detail: `${manager} does not run services here; this image runs ${init}.`,
      help: `write ${[first, ...others].map((one) => `"${one}"`).join(' or ')}`,
    });
  }
  return manager ?? first;
}

function checkService(notes: Notes, name: string, service: string, manager: ServiceManager): void {
  const isUnit = service.endsWith('.service');
  if (manager === 'systemd' && !isUnit) {
    complain(notes, 'WD0236', ['monitor', name, 'restart'], {
      detail: `systemctl restarts units, and "${service}" does not say of which type.`,
      help: `write "${service}.service"`,
    });
  }
  if (manager !== 'systemd' && isUnit) {
    complain(notes, 'WD0236', ['monitor', name, 'restart'], {
      detail: `"${service}" is a unit of systemd; here ${manager} restarts services.`,
      help: 'write the name that it has there',
    });
  }
}

function checkAlerts(notes: Notes, name: string, { alerts = [] }: MonitorSpec): void {
  const known = Object.keys(notes.target.value.alert ?? {});
  for (const [index, alert] of alerts.entries()) {
    if (known.includes(alert)) continue;
    complain(notes, 'WD0237', ['monitor', name, 'alerts', index], {
      detail: `There is no [target.${notes.target.name}.alert.${alert}].`,
      help: known.length === 0 ? 'add the table, with its url' : `alerts here: ${known.join(', ')}`,
    });
  }
}
