import type { TargetPlan } from '../../plan/types.js';
import type { Backend, Draft } from '../types.js';
import { nixosModule } from './nixos.js';
import { systemdUnits } from './systemd.js';

/** Services that systemd watches by their heartbeat: whole units, drop-ins, or a NixOS module. */
export const services: Backend = { id: 'services', title: 'service watchdogs', drafts };

function drafts(plan: TargetPlan): readonly Draft[] {
  if (plan.platform.kind === 'nixos') return nixosModule(plan);
  return plan.services.flatMap((service) => systemdUnits(plan, service));
}
