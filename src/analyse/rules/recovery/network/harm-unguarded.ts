import type { Rule } from '../../../types.js';
import { rebootingLadder } from '../pieces.js';

/** Where a reboot does harm, something says when it must not be. */
export const harmUnguarded: Rule = {
  code: 'WD1076',
  check: (plan) =>
    rebootingLadder(plan).flatMap(({ reboot: { guards } }) =>
      plan.image.rebootHurts !== true || guards.length > 0
        ? []
        : [
            {
              at: ['network', 'reboot'],
              detail:
                'The image says that a reset does something in the world, and no guard is asked before it.',
              help: 'add guards = [..] with a guard that holds while it would hurt: usb-storage, udc-bound, file, process or script',
              because: [{ path: ['image', 'rebootHurts'], says: 'a reset does harm' }],
            },
          ],
    ),
};
