import type { Bootable } from '../../../../plan/types.js';
import type { Rule } from '../../../types.js';

/** What is left when every slot is broken is something else. */
export const recoveryIsASlot: Rule = {
  code: 'WD1062',
  check: ({ rollback }) => {
    const recovery = rollback?.recovery ?? null;
    if (rollback === null || recovery === null) return [];
    return rollback.slots
      .filter(({ boot }) => boot !== null && sameFile(boot, recovery))
      .map(({ name }) => ({
        at: ['rollback', 'recovery'],
        detail: `It boots the kernel of slot ${name}, from the same partition.`,
        help: 'give it a partition of its own that no update writes',
      }));
  },
};

/** Whether U-Boot loads the same kernel. */
export function sameFile(a: Bootable, b: Bootable): boolean {
  return placeOf(a) === placeOf(b);
}

function placeOf({ from, kernel }: Bootable): string {
  const file = kernel.replace(/^\/+/, '');
  return `${from.interface} ${from.device}:${Number.parseInt(from.partition, 16)} ${file}`;
}
