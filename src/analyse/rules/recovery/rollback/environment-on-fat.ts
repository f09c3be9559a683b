import type { Rule } from '../../../types.js';

/** The counters are not kept on a file system without a journal. */
export const environmentOnFat: Rule = {
  code: 'WD1056',
  check: ({ rollback }) => {
    const environment = rollback?.environment ?? null;
    if (environment?.medium !== 'fat') return [];
    return [
      {
        at: ['rollback', 'environment'],
        detail: `A power cut while ${environment.file} is written can lose it, and a full partition refuses the write.`,
        help: 'keep it on raw MMC or SPI flash, with a second copy',
      },
    ];
  },
};
