import type { Rule } from '../../../types.js';
import { countsEveryBoot } from '../pieces.js';

/** A machine that hibernates does not lose a slot by it. */
export const hibernationCounted: Rule = {
  code: 'WD1064',
  check: ({ rollback, image: { hibernates } }) => {
    if (rollback === null || hibernates !== true) return [];
    const always = countsEveryBoot(rollback.scheme);
    return [
      {
        at: ['image', 'hibernates'],
        ...(always && rollback.state === 'active' ? { severity: 'error' as const } : {}),
        detail: always
          ? `After ${rollback.tries} hibernations without a start in between the other slot boots, over the image of the one that sleeps.`
          : 'A hibernation while an update is on trial costs it a try.',
        help: 'do without hibernation',
        because: [{ path: ['rollback', 'scheme'], says: 'counts the boot' }],
      },
    ];
  },
};
