import type { RollbackPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import type { Quoted } from '../quote/quoted.js';
import { shWord } from '../quote/sh.js';
import type { Draft, View } from '../types.js';

/** Slots with the one that boots when a slot is used up: the next one, and the first one after the last. */
export function fallbacks({
  slots,
}: RollbackPlan): readonly { readonly name: Quoted; readonly fallback: Quoted }[] {
  return slots.map(({ name }, index) => ({
    name: shWord(name),
    fallback: shWord(slots[(index + 1) % slots.length]?.name ?? name),
  }));
}

/**
 * GRUB counts in a script, with greenboot's variables: upstream GRUB has no arithmetic (`increment` is a patch of
 * Fedora's), so each step is written out. A value that is none of ours counts as used up.
 * Source: greenboot grub2/08_greenboot.cfg, usr/libexec/greenboot/greenboot-grub2-set-success; GRUB 2.06 manual,
 * "save_env", "Environment block".
 */
export function grubScript(plan: TargetPlan, rollback: RollbackPlan): readonly Draft[] {
  if (rollback.scheme !== 'grub' || plan.platform.kind === 'nixos') return [];
  return [
    {
      path: 'rootfs/etc/grub.d/08_wdgen',
      mode: 0o755,
      template: 'commit/08_wdgen',
      language: 'sh',
      view: grubView(plan, rollback),
      state: 'active',
      origin: ['rollback.slots', 'rollback.tries'],
    },
  ];
}

function grubView(plan: TargetPlan, rollback: RollbackPlan): View {
  const [first, second] = rollback.slots;
  return {
    header: header(plan, 'sh'),
    tries: rollback.tries,
    slots: fallbacks(rollback),
    first: shWord(first?.name ?? ''),
    second: shWord(second?.name ?? ''),
    steps: Array.from({ length: 9 }, (_, index) => ({ from: index + 1, to: index })),
  };
}

/**
 * The number that kernel-install puts into the names of new entries (`x+3.conf`). Nothing but the number may stand
 * there. Source: systemd 252 kernel-install(8), "/etc/kernel/tries"; systemd-boot(7), "Boot counting".
 */
export function entryTries(plan: TargetPlan, rollback: RollbackPlan): readonly Draft[] {
  if (rollback.scheme !== 'systemd-boot' || plan.platform.kind === 'nixos') return [];
  return [
    {
      path: 'rootfs/etc/kernel/tries',
      mode: 0o644,
      template: 'commit/tries',
      language: 's6',
      view: { tries: rollback.tries },
      state: 'active',
      origin: ['rollback.tries'],
    },
  ];
}
