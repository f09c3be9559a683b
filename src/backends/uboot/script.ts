import type { RollbackPlan, RollbackScheme, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { ubootComment, ubootWord } from '../quote/uboot.js';
import type { View } from '../types.js';
import { targetsView } from './targets.js';

/** Variables that only the scripts use. All of them: one that the environment has too would hide them. */
const OWN = [
  ...[
    'args',
    'count',
    'digit',
    'dtb',
    'from',
    'go',
    'fdt',
    'initrd',
    'kernel',
    'known',
    'left',
    'list',
    'loaded',
  ],
  ...['lower', 'next', 'ramdisk', 'round', 's', 'seen', 'slot', 'tried'],
].map((name) => `wd_${name}`);

const INTRO: Readonly<Partial<Record<RollbackScheme, readonly string[]>>> = {
  'rauc-uboot': [
    'BOOT_ORDER       slots in the order in which they are tried; a slot that is not in it comes last',
    'BOOT_SLOT_LEFT   tries left: one digit; anything else than 1 to 9 is none',
    'wd_intent        1: the reboot was intended; this boot is not counted',
    'wd_refilled      1: the counters were refilled, and no boot was marked good since',
    'wd_store         the command that saves the environment; saveenv when it is not set',
  ],
};

/** Everything that a boot script prints. */
export function scriptView(plan: TargetPlan, rollback: RollbackPlan): View {
  const slots = rollback.slots.map(({ name }) => ({ name: ubootWord(name) }));
  return {
    header: header(plan, 'uboot'),
    intro: introTexts(rollback).map((text) => ubootComment(text)),
    own: OWN.map(ubootWord),
    slots,
    order: ubootWord(orderText(rollback)),
    tries: rollback.tries,
    refill: rollback.exhausted === 'refill-once',
    recovery: rollback.recovery !== null,
    ...targetsView(plan, rollback),
  };
}

/** BOOT_ORDER: `A B`. */
export function orderText(rollback: RollbackPlan): string {
  return rollback.slots.map(({ name }) => name).join(' ');
}

function introTexts(rollback: RollbackPlan): readonly string[] {
  return [
    `Boot-count rollback: slots ${orderText(rollback)}, ${rollback.tries} tries each.`,
    'Every path ends in a boot or a reset. A try is saved before the kernel is loaded; what cannot be loaded pays too.',
    'mkimage -T script -C none -d boot.cmd boot.scr',
    ...(INTRO[rollback.scheme] ?? []),
  ];
}
