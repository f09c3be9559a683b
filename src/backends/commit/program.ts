import type { HealthCheck, RollbackPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import type { Quoted } from '../quote/quoted.js';
import { shComment, shWord } from '../quote/sh.js';
import type { Draft, View } from '../types.js';
import { fallbacks } from './loaders.js';

/** Where the programs lie in an image. NixOS has no such folder: there the module beside them installs them. */
const IN_IMAGE = 'rootfs/usr/libexec/wdgen';

const ORIGIN = [
  'rollback.scheme',
  'rollback.slots',
  'rollback.tries',
  'rollback.exhausted',
  'rollback.commit',
];

/** Path of the program in the image, as units and scripts name it. */
export const COMMIT = '/usr/libexec/wdgen/commit';

/** Whole seconds, rounded up: BusyBox' `timeout` and `sleep` take nothing finer everywhere. */
export function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

/** The two programs: one marks the running slot good or gives it up, one reboots on purpose. */
export function programs(plan: TargetPlan, rollback: RollbackPlan): readonly Draft[] {
  const nixos = plan.platform.kind === 'nixos';
  const draft = { mode: 0o755, language: 'sh', state: 'active', origin: ORIGIN } as const;
  return [
    {
      ...draft,
      path: nixos ? 'modules/wdgen-commit' : `${IN_IMAGE}/commit`,
      template: 'commit/commit',
      view: commitView(plan, rollback),
    },
    {
      ...draft,
      path: nixos ? 'modules/wdgen-intended-reboot' : `${IN_IMAGE}/intended-reboot`,
      template: 'commit/intended-reboot',
      view: intendedView(plan, rollback),
    },
  ];
}

function commitView(plan: TargetPlan, rollback: RollbackPlan): View {
  const { commit } = rollback;
  return {
    ...schemeView(plan, rollback),
    about: shComment(aboutText(rollback)),
    limitS: seconds(commit.timeoutMs),
    retryS: seconds(commit.retryMs),
    checks: commit.checks.map((check) => ({ words: checkWords(check) })),
    mark: shWord(MARK[familyOf(rollback)]),
    uncounted: shWord(UNCOUNTED[familyOf(rollback)]),
  };
}

function checkWords(check: HealthCheck): readonly Quoted[] {
  const words = check.kind === 'program' ? [check.path] : ['systemctl', 'is-active', '--quiet', check.name];
  return words.map(shWord);
}

type Family = 'left' | 'bootcount' | 'grub' | 'systemd-boot';

/** Schemes that keep the same books. */
export function familyOf({ scheme }: RollbackPlan): Family {
  switch (scheme) {
    case 'rauc-uboot':
    case 'rauc-bootmeth':
      return 'left';
    case 'uboot-bootcount':
      return 'bootcount';
    default:
      return scheme;
  }
}

const STORE: Readonly<Record<Family, string>> = {
  left: 'the U-Boot environment',
  bootcount: 'the U-Boot environment',
  grub: 'the GRUB environment',
  'systemd-boot': 'the boot entries',
};

const MARK: Readonly<Record<Family, string>> = {
  left: 'fill the counter',
  bootcount: 'clear upgrade_available',
  grub: 'set boot_success',
  'systemd-boot': 'let systemd bless the entry',
};

const UNCOUNTED: Readonly<Record<Family, string>> = {
  left: 'this boot is not counted: there is no wdgen.slot on the kernel command line',
  bootcount: 'this boot is not counted: there is no wdgen.slot on the kernel command line',
  grub: 'this boot is not counted: there is no boot_counter',
  'systemd-boot': 'this boot is not counted: the entry has no counter',
};

function aboutText({ commit, tries }: RollbackPlan): string {
  const checks = commit.checks.length === 1 ? 'the health check passes' : 'all health checks pass';
  return `Marks the running slot good when ${checks} within ${seconds(commit.timeoutMs)} s. Otherwise it reboots: that boot has used up one of the slot's ${tries} tries. It is the only program that marks a slot good, and it does not open the watchdog.`;
}

/** What both programs print about the place of the counters. */
function schemeView(plan: TargetPlan, rollback: RollbackPlan): View {
  const family = familyOf(rollback);
  return {
    header: header(plan, 'sh'),
    store: shWord(STORE[family]),
    uboot: (family === 'left' || family === 'bootcount') && {
      tries: rollback.tries,
      rauc: rollback.scheme.startsWith('rauc-'),
      names: rollback.slots.map((slot) => shWord(slot.name)),
      bootcount: family === 'bootcount',
    },
    grub: family === 'grub' && {
      slots: fallbacks(rollback),
      first: shWord(rollback.slots[0]?.name ?? ''),
    },
    systemdBoot: family === 'systemd-boot',
  };
}

/**
 * Why a reboot on purpose may go uncounted. Only `left` counts the boots of a slot that is good: there the program
 * sets wd_intent, which the boot script honours once.
 */
function intendedView(plan: TargetPlan, rollback: RollbackPlan): View {
  const intent = familyOf(rollback) === 'left';
  return {
    ...schemeView(plan, rollback),
    intent,
    why: (intent ? INTENT : NO_INTENT).map((text) => shComment(text)),
  };
}

const INTENT = [
  'It sets wd_intent, which the boot script forgets as it reads it: one boot is not counted, and the one after it is again. So a boot that hangs is reset by the watchdog and counted from then on.',
  'Only a slot that is marked good, and that boots next, is excused: a slot on trial that reboots on purpose, again and again, is given up like one that crashes. When wd_intent cannot be set the reboot costs a try, and comes all the same.',
];
const NO_INTENT = [
  'Boots are counted until the slot is marked good, and not after that. So this is an orderly reboot: from a good slot it costs nothing, and from a slot on trial it costs a try, or a slot that reboots on purpose, again and again, would never be given up.',
];
