import { fromSpec, type Notes } from '../notes.js';
import type { AlertPlan, MonitorPlan, PlatformPlan, ServicePlan } from '../types.js';

/** Services that systemd watches. */
export function resolveServices(notes: Notes, _platform: PlatformPlan): readonly ServicePlan[] {
  fromSpec(notes, ['services'], ['service'], 'none', notes.target.value.service !== undefined);
  return [];
}

/** Processes that are looked for. */
export function resolveMonitors(notes: Notes, _platform: PlatformPlan): readonly MonitorPlan[] {
  fromSpec(notes, ['monitors'], ['monitor'], 'none', notes.target.value.monitor !== undefined);
  return [];
}

/** Webhooks. */
export function resolveAlerts(notes: Notes): readonly AlertPlan[] {
  fromSpec(notes, ['alerts'], ['alert'], 'none', notes.target.value.alert !== undefined);
  return [];
}
