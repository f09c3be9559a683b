import type { KernelArch, RollbackPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import type { Quoted } from '../quote/quoted.js';
import { ubootComment, ubootWord } from '../quote/uboot.js';
import type { View } from '../types.js';
import { commonArguments } from './arguments.js';
import { ALTBOOTCMD, orderText } from './environment.js';
import { bootCommand, targetsView } from './targets.js';

/**
 * Variables that only the scripts use, without `wd_`. All of them: in U-Boot 2023.01 a variable of the environment
 * hides a shell variable of the same name (tried; common/cli_hush.c, lookup_param).
 */
const OWN = [
  ...[
    'args',
    'back',
    'count',
    'digit',
    'dirty',
    'dtb',
    'fdt',
    'free',
    'from',
    'go',
    'initrd',
    'kernel',
    'known',
  ],
  ...[
    'last',
    'left',
    'list',
    'loaded',
    'lower',
    'name',
    'next',
    'now',
    'over',
    'ramdisk',
    'round',
    's',
    'seen',
  ],
  ...['tried', 'try'],
];

/** What every boot script prints. */
function commonView(plan: TargetPlan, rollback: RollbackPlan): View {
  return {
    header: header(plan, 'uboot'),
    intro: introTexts(rollback).map((text) => ubootComment(text)),
    own: OWN.map((name) => ubootWord(`wd_${name}`)),
    slots: rollback.slots.map(({ name }) => ({ name: ubootWord(name) })),
  };
}

/** The view of rauc.cmd and bootcount.cmd, which choose the slot and boot it. */
export function scriptView(plan: TargetPlan, rollback: RollbackPlan): View {
  return {
    ...commonView(plan, rollback),
    ...targetsView(plan, rollback),
    order: ubootWord(orderText(rollback)),
    tries: rollback.tries,
    refill: rollback.exhausted === 'refill-once',
    recovery: rollback.recovery !== null,
    ...bootcountView(rollback),
  };
}

/** `counts`: what bootcount can be when the limit is exceeded for the first time, and all below. */
function bootcountView({ slots, tries }: RollbackPlan): View {
  return {
    first: ubootWord(slots[0]?.name ?? ''),
    alt: ubootWord(ALTBOOTCMD),
    altTest: ubootWord(`x${ALTBOOTCMD}`),
    counts: Array.from({ length: tries + 1 }, (_, index) => index + 1),
  };
}

/** Where a kernel lies when nobody says it, as distributions name it. */
const KERNELS: Readonly<Partial<Record<KernelArch, string>>> = {
  arm64: 'Image',
  riscv: 'Image',
  arm: 'zImage',
};

/** The view of bootmeth.cmd, which boots what BOOTMETH_RAUC has chosen. */
export function bootmethView(plan: TargetPlan, rollback: RollbackPlan): View {
  const kernel = KERNELS[plan.board.arch] ?? 'uImage';
  const delay = `rootdelay=${Math.ceil(rollback.rootDelayMs / 1000)}`;
  const words = [...rollback.bootargs, delay, ...commonArguments(plan, rollback)];
  return {
    ...commonView(plan, rollback),
    args: ubootWord(words.join(' ')),
    kernels: [kernel, `boot/${kernel}`].map(ubootWord),
    boot: bootWord(plan),
  };
}

function bootWord(plan: TargetPlan): Quoted {
  return ubootWord(bootCommand(plan.board.arch));
}

function introTexts(rollback: RollbackPlan): readonly string[] {
  return [
    `Boot-count rollback: slots ${orderText(rollback)}, ${rollback.tries} tries each.`,
    'A try is saved before the kernel is loaded. Every path ends in a boot or a reset.',
    'To use: mkimage -T script -C none -d boot.cmd boot.scr',
  ];
}
