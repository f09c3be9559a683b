import type { TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { jobsOf } from '../jobs.js';
import { nixString } from '../quote/nix.js';
import type { Quoted } from '../quote/quoted.js';
import { systemdSeconds } from '../quote/systemd.js';
import type { Draft } from '../types.js';

/** Installs the programs and their configuration, and runs the monitor by the clock. */
export function nixosModule(plan: TargetPlan): readonly Draft[] {
  const job = jobsOf(plan).find(({ name }) => name === 'wdgen-monitor');
  const monitors = job !== undefined;
  const alerts = plan.alerts.length > 0;
  if (plan.platform.kind !== 'nixos' || (!monitors && !alerts)) return [];
  return [
    {
      path: 'modules/monitor.nix',
      mode: 0o644,
      template: 'monitor/monitor.nix',
      language: 'nix',
      view: {
        header: header(plan, 'nix'),
        monitors: monitors && { every: nixSeconds(job.everyMs), limit: nixSeconds(job.limitMs) },
        alerts,
      },
      state: 'active',
      origin: [...(monitors ? ['monitors'] : []), ...(alerts ? ['alerts'] : [])],
    },
  ];
}

function nixSeconds(ms: number): Quoted {
  return nixString(String(systemdSeconds(ms)));
}
