import type { TargetPlan } from '../../plan/types.js';
import type { Backend, Draft } from '../types.js';
import { busyboxConfig } from './busybox.js';
import { entryTries, grubScript } from './loaders.js';
import { nixosModule } from './nixos.js';
import { programs } from './program.js';
import { raucConfig } from './rauc.js';
import { services } from './services.js';

/** Boot-count rollback as seen from Linux: what marks a slot good, and what starts it. */
export const commit: Backend = {
  id: 'commit',
  title: 'boot commit',
  drafts,
};

function drafts(plan: TargetPlan): readonly Draft[] {
  const { rollback } = plan;
  if (rollback?.state !== 'active') return [];
  return [
    ...programs(plan, rollback),
    ...services(plan, rollback),
    ...nixosModule(plan, rollback),
    ...busyboxConfig(plan, rollback),
    ...raucConfig(plan, rollback),
    ...grubScript(plan, rollback),
    ...entryTries(plan, rollback),
  ];
}
