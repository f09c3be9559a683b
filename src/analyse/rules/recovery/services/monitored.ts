import type { MonitorPlan, ServicePlan, TargetPlan } from '../../../../plan/types.js';

/** The monitors that restart a unit of systemd. */
export function monitorsOf({ monitors }: TargetPlan, { unit }: ServicePlan): readonly MonitorPlan[] {
  return monitors.filter(
    ({ restart }) => restart.manager === 'systemd' && unitName(restart.service) === unit,
  );
}

/** systemctl takes a name without its type as a service. */
export function unitName(service: string): string {
  return /\.[a-z]+$/.test(service) ? service : `${service}.service`;
}
