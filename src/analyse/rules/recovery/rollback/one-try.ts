import type { Rule } from '../../../types.js';

/** A slot survives one bad start. */
export const oneTry: Rule = {
  code: 'WD1054',
  check: ({ rollback }) =>
    rollback?.tries === 1
      ? [
          {
            at: ['rollback', 'tries'],
            detail: 'One boot that ends before the health checks have passed gives the slot up.',
            help: 'write tries = 3',
          },
        ]
      : [],
};
