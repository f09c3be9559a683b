import type { RollbackPlan, TargetPlan } from '../../plan/types.js';

/** What to type on the machine: look, go back, hold, refill, reboot. */
export function rollbackCommands(plan: TargetPlan, rollback: RollbackPlan): string {
  const nixos = plan.platform.kind === 'nixos';
  return [
    '# What would be done now, and why; it does nothing',
    nixos ? 'wdgen-commit --dry-run' : '/usr/libexec/wdgen/commit --dry-run',
    '# Keep it from rebooting while you look',
    stopCommand(plan),
    ...COMMANDS[rollback.scheme](rollback),
    '# Reboot without using up a try of a good slot',
    nixos ? 'wdgen-intended-reboot' : '/usr/libexec/wdgen/intended-reboot',
  ].join('\n');
}

function stopCommand({ platform }: TargetPlan): string {
  switch (platform.init) {
    case 'systemd':
      return 'systemctl stop wdgen-commit.service';
    case 's6-rc':
      return 's6-rc -d change wdgen-commit';
    default:
      return 'kill "$(readlink /run/wdgen-commit.lock)"';
  }
}

type Commands = (rollback: RollbackPlan) => readonly string[];

const nameOf = ({ slots }: RollbackPlan, index: number) => slots[index]?.name ?? '';

/** Each line is one write, and every state between two lines boots. */
const left: Commands = (rollback) => [
  '# Counters',
  "fw_printenv | grep -E '^(BOOT_|wd_)'",
  `# Go back to ${nameOf(rollback, 0)} at the next boot`,
  `fw_setenv BOOT_ORDER '${rollback.slots.map((slot) => slot.name).join(' ')}'`,
  `# Hold ${nameOf(rollback, 0)} for nine boots, for a session on the bench`,
  `fw_setenv BOOT_${nameOf(rollback, 0)}_LEFT 9`,
  '# Refill',
  ...rollback.slots.map((slot) => `fw_setenv BOOT_${slot.name}_LEFT ${rollback.tries}`),
  ...(rollback.exhausted === 'refill-once' ? ['fw_setenv wd_refilled 0'] : []),
];

const COMMANDS: Readonly<Record<RollbackPlan['scheme'], Commands>> = {
  'rauc-uboot': left,
  'rauc-bootmeth': left,
  'uboot-bootcount': (rollback) => [
    '# Counters',
    "fw_printenv | grep -E '^(boot|wd_|upgrade)'",
    '# Stop counting: the slot counts as good',
    'fw_setenv upgrade_available 0',
    `# Go back to ${nameOf(rollback, 0)} at the next boot`,
    `fw_setenv wd_slot ${nameOf(rollback, 0)}`,
    '# Refill',
    'fw_setenv bootcount 0',
  ],
  'systemd-boot': () => [
    '# Entries and their counters',
    'bootctl list',
    '# Go back to another entry',
    'bootctl set-default OLD-ENTRY.conf',
    '# Mark the running entry good, or bad, by hand',
    '/usr/lib/systemd/systemd-bless-boot good',
    '/usr/lib/systemd/systemd-bless-boot bad',
  ],
  grub: (rollback) => [
    '# Counters (the program may be called grub2-editenv)',
    'grub-editenv - list',
    `# Go back to ${nameOf(rollback, 0)}, and do not count`,
    `grub-editenv - set wd_slot=${nameOf(rollback, 0)} boot_counter= boot_success=1`,
    `# Count: ${nameOf(rollback, 1)} is on trial`,
    `grub-editenv - set wd_slot=${nameOf(rollback, 1)} boot_counter=${rollback.tries} boot_success=0`,
  ],
};
