import type { PlatformPlan, RollbackScheme } from '../../../../plan/types.js';
import type { Rule } from '../../../types.js';

interface Writer {
  readonly schemes: readonly RollbackScheme[];
  readonly does: string;
  /** Where the generated files keep it from running. */
  readonly kept: (platform: PlatformPlan) => boolean;
  readonly help: string;
}

const never = () => false;

/** Software that writes the variables of a scheme. Sources: explanation of WD1053. */
const WRITERS: Readonly<Record<string, Writer>> = {
  'rauc-mark-good': {
    schemes: ['rauc-uboot', 'rauc-bootmeth'],
    does: 'refills the counter of the running slot',
    kept: ({ init }) => init === 'systemd',
    help: 'remove the script that calls "rauc status mark-good"',
  },
  'grub-boot-success': {
    schemes: ['grub'],
    does: 'sets boot_success two minutes after a login',
    kept: ({ kind }) => kind !== 'nixos',
    help: 'disable grub-boot-success.timer for every user',
  },
  greenboot: {
    schemes: ['grub'],
    does: 'sets boot_success when its own checks pass, and reboots when they do not',
    kept: never,
    help: 'remove greenboot and name its checks in `commit.checks`, or leave rollback to it',
  },
  mender: {
    schemes: ['uboot-bootcount'],
    does: 'clears upgrade_available and bootcount when it commits an update',
    kept: never,
    help: 'leave rollback to the mender client, or let its commit follow from wdgen-commit',
  },
};

/** Nothing besides the generated commit program writes the counters. */
export const otherCommitWriter: Rule = {
  code: 'WD1053',
  check: ({ rollback, platform, image: { software } }) =>
    software.flatMap((name) => {
      const writer = Object.hasOwn(WRITERS, name) ? WRITERS[name] : undefined;
      if (rollback === null || writer === undefined) return [];
      if (!writer.schemes.includes(rollback.scheme) || writer.kept(platform)) return [];
      return [
        {
          at: ['image', 'software'],
          detail: `${name} ${writer.does}, without the checks of this spec.`,
          help: writer.help,
          because: [{ path: ['rollback', 'commit'], says: 'the one path that may mark a slot good' }],
        },
      ];
    }),
};
