import type { SlotPlan } from '../../../../plan/types.js';
import type { Rule } from '../../../types.js';
import { softened } from '../pieces.js';
import { sameFile } from './recovery-is-a-slot.js';

/** No slot is overwritten by the update of another. */
export const slotsShareStorage: Rule = {
  code: 'WD1063',
  check: ({ rollback }) => {
    if (rollback === null) return [];
    return rollback.slots.flatMap((slot, index) =>
      rollback.slots.slice(0, index).flatMap((earlier) => {
        const what = sharedBy(earlier, slot);
        if (what === undefined) return [];
        return [
          {
            at: ['rollback', 'slots', slot.name],
            ...softened(rollback.state),
            detail: `Slots ${earlier.name} and ${slot.name} are the same ${what}.`,
            help: 'give each slot storage of its own',
          },
        ];
      }),
    );
  },
};

function sharedBy(a: SlotPlan, b: SlotPlan): string | undefined {
  if (a.device !== null && a.device === b.device) return `device, ${a.device}`;
  if (a.boot === null || b.boot === null || !sameFile(a.boot, b.boot)) return undefined;
  return a.boot.root === b.boot.root ? `kernel with the same root, ${a.boot.kernel}` : undefined;
}
