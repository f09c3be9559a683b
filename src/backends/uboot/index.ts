import type { TargetPlan } from '../../plan/types.js';
import type { Backend, Draft } from '../types.js';
import { scriptView } from './script.js';

/** Boot-count rollback in U-Boot: the boot script, its environment, and the options both need. */
export const uboot: Backend = {
  id: 'uboot',
  title: 'U-Boot: boot script, environment and options of boot-count rollback',
  drafts,
};

function drafts(plan: TargetPlan): readonly Draft[] {
  const { rollback } = plan;
  if (rollback?.state !== 'active' || rollback.environment === null) return [];
  if (rollback.scheme !== 'rauc-uboot') return [];
  return [
    {
      path: 'u-boot/boot.cmd',
      mode: 0o644,
      template: 'uboot/rauc.cmd',
      language: 'uboot',
      view: scriptView(plan, rollback),
      state: 'active',
      origin: ['rollback'],
    },
  ];
}
