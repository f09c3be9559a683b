import { formatDuration } from '../../core/duration.js';
import type { RollbackPlan, TargetPlan } from '../../plan/types.js';
import { gateText } from '../deferral.js';
import { mdBlock, mdCode, mdText } from '../quote/markdown.js';
import type { View } from '../types.js';
import { rollbackCommands } from './rollback-commands.js';

/** What happens when every slot is used up. */
const TERMINAL: Readonly<Record<RollbackPlan['exhausted'], string>> = {
  'refill-once':
    'When every slot is used up, all counters are refilled, once (wd_refilled). When they are used up again and nothing was marked good in between, the first slot boots without counting, and the machine stays up degraded (wdgen.degraded).',
  recovery: 'When every slot is used up, the recovery target boots, as often as it takes.',
  'stay-degraded':
    'When every slot is used up, the machine boots without counting and stays up degraded: a failed health check no longer reboots it.',
};

/** How boots are counted. Sources: u-boot drivers/bootcount/bootcount_env.c; systemd-boot(7); greenboot's README. */
const COUNTING: Readonly<Record<RollbackPlan['scheme'], string>> = {
  'rauc-uboot':
    'The boot script takes one from BOOT_<slot>_LEFT before it starts the slot, and saves that. At 0 the next slot in BOOT_ORDER boots.',
  'rauc-bootmeth':
    "U-Boot's RAUC boot method takes one from BOOT_<slot>_LEFT before it starts the slot. At 0 the next slot in BOOT_ORDER boots.",
  'uboot-bootcount':
    'While upgrade_available is 1, U-Boot adds one to bootcount at each boot. Above bootlimit the next slot becomes wd_slot.',
  'systemd-boot':
    'systemd-boot keeps the tries in the file name of the entry (x+2-1.conf: two left, one used). Entries without tries left come last.',
  grub: 'While boot_counter is set, GRUB takes one away at each boot. After 0 it becomes -1, and the slot after wd_slot boots, as the fallback.',
};

const COMMITTING: Readonly<Record<RollbackPlan['scheme'], string>> = {
  'rauc-uboot': 'It fills BOOT_<slot>_LEFT and clears wd_refilled, in one write, and reads that back.',
  'rauc-bootmeth': 'It fills BOOT_<slot>_LEFT, in one write, and reads that back.',
  'uboot-bootcount': 'It clears upgrade_available and bootcount, in one write, and reads that back.',
  'systemd-boot':
    'It lets boot-complete.target be reached; systemd-bless-boot then takes the counter out of the name.',
  grub: 'It empties boot_counter and sets boot_success, in one write, and reads that back. The fallback becomes wd_slot.',
};

/** Sources: systemd issues 40192, 40405, 33504, 28640, 29459, 40386; nixpkgs pull requests 280147, 334526. */
const SYSTEMD_BOOT_TRAPS = [
  'Counting broke in systemd 258 and 259 and was repaired later: rehearse it with the version in the image.',
  'An entry of the same name without a counter keeps systemd-bless-boot from blessing.',
  'After the first good boot an entry has no counter: from then on it is not counted.',
  'systemctl soft-reboot makes systemd-bless-boot fail. Hibernation and counting exclude each other.',
  'NixOS has boot counting for systemd-boot only after 26.05; it was merged and reverted twice before.',
  'The entries need panic= and rootdelay= on their command line, and a counter in their name: kernel-install takes it from /etc/kernel/tries.',
];

const GRUB_TRAPS = [
  'Fedora and its kin set boot_success two minutes after a login (grub-boot-success.timer): it is kept from running.',
  'GRUB cannot write its environment on LVM, RAID, btrfs or ZFS: there nothing is ever counted.',
  'Each menu entry needs panic= and rootdelay= on its command line, and the name of its slot as --id.',
];

/** Boot-count rollback: slots, counters, the commit, what burns a try, and what to type; false without it. */
export function rollbackView(plan: TargetPlan): View | false {
  const { rollback } = plan;
  if (rollback === null) return false;
  const { scheme, deferral, commit } = rollback;
  return {
    active: rollback.state === 'active',
    scheme: mdCode(scheme),
    slots: mdText(rollback.slots.map((slot) => slot.name).join(', ')),
    tries: rollback.tries,
    deferral: deferral !== null && { reason: mdText(deferral.reason), gate: mdText(gateText(deferral)) },
    facts: [COUNTING[scheme], committedText(rollback), TERMINAL[rollback.exhausted]].map((text) =>
      mdText(text),
    ),
    limit: mdText(formatDuration(commit.timeoutMs)),
    checks: commit.checks.map((check) =>
      mdCode(check.kind === 'program' ? check.path : `unit:${check.name}`),
    ),
    burns: burnTexts(plan, rollback).map((text) => mdText(text)),
    holds: mdText(holdsText(rollback)),
    traps: trapTexts(rollback).map((text) => mdText(text)),
    commands: mdBlock('sh', rollbackCommands(plan, rollback)),
  };
}

function committedText({ scheme }: RollbackPlan): string {
  return `wdgen-commit is the only program that marks a slot good. ${COMMITTING[scheme]} When the checks do not pass in time, it reboots. When they pass and the mark cannot be written, or does not hold, it stays up, degraded, and says so on the console and in the kernel log: every boot until that is mended may use up a try.`;
}

/** Whether a slot that is good is counted at its next boot too. */
const countsAlways = ({ scheme }: RollbackPlan) => scheme.startsWith('rauc-');

function burnTexts({ watchdog }: TargetPlan, rollback: RollbackPlan): readonly string[] {
  const { commit, tries } = rollback;
  const window = `the time from reset until the checks have passed, up to ${formatDuration(commit.timeoutMs)} after the service started`;
  return [
    `A try: every reset, panic, power cut and reboot in the commit window, ${window}. ${tries} power cuts in a row in that window give up a slot that is good.`,
    `A try: a failed health check${watchdog.armed ? ', and a hang, which the watchdog resets' : '. A hang only when somebody cuts the power: the watchdog is not armed'}.`,
    countsAlways(rollback)
      ? 'A try, given back by the next commit: an ordinary reboot of a slot that is good.'
      : 'No try: any reboot of a slot that is good. It is not counted any more.',
    'No try: intended-reboot, from a slot that is good. Reboots by self-heal and by updates have to use it.',
  ];
}

function holdsText(rollback: RollbackPlan): string {
  return countsAlways(rollback)
    ? 'wd_intent excuses one boot, and the boot script forgets it before it boots. A boot that hangs after that is reset and counted. It is set only from a slot that is marked good and that boots next: so a slot on trial that reboots on purpose again and again is given up, and the first boot of an update is counted. When it cannot be set, the reboot costs a try and comes all the same.'
    : 'a slot that is marked good is not counted, so there is nothing to excuse. From a slot on trial intended-reboot costs a try: one that reboots on purpose again and again is given up.';
}

function trapTexts({ scheme }: RollbackPlan): readonly string[] {
  if (scheme === 'systemd-boot') return SYSTEMD_BOOT_TRAPS;
  return scheme === 'grub' ? GRUB_TRAPS : [];
}
