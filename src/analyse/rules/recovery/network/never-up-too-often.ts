import type { Rule } from '../../../types.js';
import { rebootingLadder } from '../pieces.js';

const SOUND = 3;

/** A router that stays off does not make the machine reboot again and again. */
export const neverUpTooOften: Rule = {
  code: 'WD1072',
  check: (plan) =>
    rebootingLadder(plan).flatMap(({ reboot: { neverUp } }) =>
      neverUp <= SOUND
        ? []
        : [
            {
              at: ['network', 'reboot', 'neverUp'],
              detail: `It reboots ${neverUp} times in a row for a link that never came up.`,
              help: `write never-up = ${SOUND} or less: after that it waits for the link, and the other steps go on`,
            },
          ],
    ),
};
