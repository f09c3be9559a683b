import type { TargetPlan } from '../plan/types.js';
import { PROGRAMS } from './jobs.js';

/** Where the draft of a program belongs: below the image's root, or beside the NixOS module that installs it. */
export function programDraftPath({ platform }: TargetPlan, name: string): string {
  return platform.kind === 'nixos' ? `modules/wdgen-${name}` : `rootfs${PROGRAMS}/${name}`;
}

/** The path by which one program calls another. */
export function programPath({ platform }: TargetPlan, name: string): string {
  return platform.kind === 'nixos' ? `/run/current-system/sw/bin/wdgen-${name}` : `${PROGRAMS}/${name}`;
}

/** What programs add to their PATH: cron and init give a short one. */
export function programSearchPath({ platform }: TargetPlan): string {
  const usual = '/usr/sbin:/usr/bin:/sbin:/bin';
  return platform.kind === 'nixos' ? `/run/current-system/sw/bin:${usual}` : usual;
}
