import type { TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import type { Draft } from '../types.js';
import { activeMonitors } from './programs.js';

/** Installs the programs and their configuration. What starts the monitor by the clock stands in another module. */
export function nixosModule(plan: TargetPlan): readonly Draft[] {
  const monitors = activeMonitors(plan).length > 0;
  const alerts = plan.alerts.length > 0;
  if (plan.platform.kind !== 'nixos' || (!monitors && !alerts)) return [];
  return [
    {
      path: 'modules/monitor.nix',
      mode: 0o644,
      template: 'monitor/monitor.nix',
      language: 'nix',
      view: { header: header(plan, 'nix'), monitors, alerts },
      state: 'active',
      origin: [...(monitors ? ['monitors'] : []), ...(alerts ? ['alerts'] : [])],
    },
  ];
}
