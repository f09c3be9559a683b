import type { TargetPlan } from '../../plan/types.js';
import type { Backend, Draft } from '../types.js';
import { busyboxConfig } from './busybox.js';
import { nixosModule } from './nixos.js';
import { programs } from './programs.js';

/** Process monitors and alerts: two programs, each with its configuration. `schedule` starts the monitor by the clock. */
export const monitor: Backend = { id: 'monitor', title: 'process monitors and alerts', drafts };

function drafts(plan: TargetPlan): readonly Draft[] {
  return [...programs(plan), ...nixosModule(plan), ...busyboxConfig(plan)];
}
