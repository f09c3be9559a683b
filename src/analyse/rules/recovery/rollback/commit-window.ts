import { sayDuration } from '../../../../core/duration.js';
import type { Rule } from '../../../types.js';
import { countsEveryBoot } from '../pieces.js';

/** A boot that takes no longer is over before most people, and most reclosing breakers, switch again. */
const SHORT_MS = 60_000;
/** So many power cuts in a row are not met by chance. */
const ENOUGH_TRIES = 5;

/** The time in which a boot has used up a try and the slot is not marked good yet is short, or there are many tries. */
export const commitWindow: Rule = {
  code: 'WD1050',
  check: ({ name, rollback, boot: { kernelMs, userspaceMs } }) => {
    // A single try has a rule of its own: WD1054.
    if (rollback === null || !countsEveryBoot(rollback.scheme) || rollback.tries === 1) return [];
    const { tries, commit } = rollback;
    const windowMs = kernelMs + userspaceMs + commit.timeoutMs;
    if (windowMs <= SHORT_MS || tries >= ENOUGH_TRIES) return [];
    return [
      {
        at: ['rollback', 'tries'],
        detail: `${tries} power cuts in a row, each within ${sayDuration(windowMs)} after the boot loader, give up a slot that works.`,
        help: `write tries = ${ENOUGH_TRIES} or more in [target.${name}.rollback]; or measure, and write kernel and userspace in [target.${name}.boot] and a shorter timeout in [target.${name}.rollback.commit]; or use scheme = "uboot-bootcount", which counts only after an update`,
        because: [
          { path: ['boot', 'kernelMs'], says: `kernel and initrd: ${sayDuration(kernelMs)}` },
          { path: ['boot', 'userspaceMs'], says: `init: ${sayDuration(userspaceMs)}` },
          {
            path: ['rollback', 'commit', 'timeoutMs'],
            says: `health checks: ${sayDuration(commit.timeoutMs)}`,
          },
        ],
      },
    ];
  },
};
