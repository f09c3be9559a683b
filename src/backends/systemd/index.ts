import type { TargetPlan } from '../../plan/types.js';
import type { Backend, Draft } from '../types.js';
import { feederUnit } from './feeder.js';
import { managerConfig } from './manager.js';
import { moduleFiles } from './modules.js';

/** Files for an image whose PID 1 is systemd and which is not NixOS (that has options for all of this). */
export const systemd: Backend = {
  id: 'systemd',
  title: 'systemd configuration',
  drafts,
};

function drafts(plan: TargetPlan): readonly Draft[] {
  if (plan.platform.kind === 'nixos' || plan.platform.init !== 'systemd') return [];
  return [...managerConfig(plan), ...feederUnit(plan), ...moduleFiles(plan)];
}
