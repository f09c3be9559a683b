import type { Rule } from '../../../types.js';

/** Versions of systemd whose boot loader was seen to count wrongly: systemd issues 40192 (258.3) and 40405 (259). */
const BROKEN: Readonly<Record<number, string>> = {
  258: 'boots entries whose tries are used up (seen with 258.3)',
  259: 'does not count',
};

/** systemd-boot counts, and gives up what is used up. */
export const systemdBootVersion: Rule = {
  code: 'WD1065',
  check: ({ rollback, image: { systemd } }) => {
    const seen = systemd === null ? undefined : BROKEN[systemd];
    if (rollback?.scheme !== 'systemd-boot' || seen === undefined) return [];
    return [
      {
        at: ['image', 'systemd'],
        detail: `systemd-boot ${systemd} ${seen}: a slot that does not work is then tried for ever.`,
        help: 'take another version, or see it count down on this image and silence this rule with that reason',
        because: [{ path: ['rollback', 'scheme'], says: 'systemd-boot counts' }],
      },
    ];
  },
};
