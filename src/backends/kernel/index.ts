import type { TargetPlan } from '../../plan/types.js';
import type { Backend, Draft } from '../types.js';
import { fragmentView } from './view.js';

/** A configuration fragment for the kernel, in the form that merge_config.sh and Buildroot read. */
export const kernel: Backend = {
  id: 'kernel',
  title: 'kernel configuration',
  drafts,
};

function drafts(plan: TargetPlan): readonly Draft[] {
  if (plan.kernel.flags.length === 0) return [];
  return [
    {
      path: 'kernel/watchdog.config',
      mode: 0o644,
      template: 'kernel/watchdog.config',
      language: 'kconfig',
      view: fragmentView(plan),
      state: plan.kernel.flags.some((flag) => flag.setting.active !== null) ? 'active' : 'deferred',
      origin: ['kernel.flags', 'kernel.driverAs'],
    },
  ];
}
