import type { EnvironmentPlan, RollbackPlan, TargetPlan } from '../../plan/types.js';
import type { Language } from '../quote/quoted.js';
import type { Backend, Draft, View } from '../types.js';
import { buildrootView } from './buildroot.js';
import { envTextView, fwEnvView } from './environment.js';
import { ubootConfigView } from './kconfig.js';
import { bootmethView, scriptView } from './script.js';

/** Boot-count rollback in U-Boot: the boot script, its environment, and the options that both need. */
export const uboot: Backend = {
  id: 'uboot',
  title: 'U-Boot: boot script, environment and options of boot-count rollback',
  drafts,
};

function drafts(plan: TargetPlan): readonly Draft[] {
  const { rollback } = plan;
  if (rollback?.state !== 'active' || rollback.environment === null) return [];
  const { environment } = rollback;
  return [
    ...scriptDrafts(plan, rollback),
    draft('u-boot/env.txt', 'env.txt', 'uboot', envTextView(plan, rollback)),
    draft('u-boot/uboot.config', 'uboot.config', 'kconfig', ubootConfigView(plan, rollback)),
    draft('rootfs/etc/fw_env.config', 'fw_env.config', 'uboot', fwEnvView(plan, environment)),
    ...buildrootDrafts(plan, environment),
  ];
}

function scriptDrafts(plan: TargetPlan, rollback: RollbackPlan): readonly Draft[] {
  const path = 'u-boot/boot.cmd';
  switch (rollback.scheme) {
    case 'rauc-uboot':
      return [draft(path, 'rauc.cmd', 'uboot', scriptView(plan, rollback))];
    case 'uboot-bootcount':
      return [draft(path, 'bootcount.cmd', 'uboot', scriptView(plan, rollback))];
    case 'rauc-bootmeth':
      return [draft(path, 'bootmeth.cmd', 'uboot', bootmethView(plan, rollback))];
    default:
      return [];
  }
}

function buildrootDrafts(plan: TargetPlan, environment: EnvironmentPlan): readonly Draft[] {
  if (plan.platform.kind !== 'buildroot') return [];
  return [
    draft('buildroot/defconfig.fragment', 'defconfig.fragment', 'kconfig', buildrootView(plan, environment)),
  ];
}

function draft(path: string, template: string, language: Language, view: View): Draft {
  return {
    path,
    mode: 0o644,
    template: `uboot/${template}`,
    language,
    view,
    state: 'active',
    origin: ['rollback'],
  };
}
