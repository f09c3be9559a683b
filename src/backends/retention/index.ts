import type { TargetPlan } from '../../plan/types.js';
import type { Backend, Draft } from '../types.js';
import { busyboxConfig } from './busybox.js';
import { nixosModule } from './nixos.js';
import { program } from './program.js';
import { tmpfiles } from './tmpfiles.js';

/** Directories that are kept from growing. What is deferred is in no file. */
export const retention: Backend = { id: 'retention', title: 'retention', drafts };

function drafts(plan: TargetPlan): readonly Draft[] {
  const active = plan.retentions.filter(({ state }) => state === 'active');
  const scripted = active.filter(({ by }) => by === 'script');
  const aged = active.filter(({ by }) => by === 'tmpfiles');
  return [
    ...program(plan, scripted),
    ...busyboxConfig(plan, scripted),
    ...tmpfiles(plan, aged),
    ...nixosModule(plan, active),
  ];
}
