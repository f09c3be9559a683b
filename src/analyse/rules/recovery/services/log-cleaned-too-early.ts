import { sayDuration } from '../../../../core/duration.js';
import type { Rule } from '../../../types.js';
import { holds } from '../pieces.js';

/** What the doctor reads is still there. */
export const logCleanedTooEarly: Rule = {
  code: 'WD1089',
  check: ({ doctor, retentions }) =>
    (doctor?.journals ?? []).flatMap(({ name, file, windowMs }) =>
      retentions
        .filter(({ path, keepMs }) => keepMs > 0 && keepMs < windowMs && file !== null && holds(path, file))
        .map((retention) => ({
          at: ['retentions', retention.name, 'keepMs'],
          detail: `${retention.path} keeps ${sayDuration(retention.keepMs)}; the doctor looks back ${sayDuration(windowMs)} in it.`,
          help: `write keep = "${sayDuration(windowMs)}" or more`,
          because: [{ path: ['doctor', 'journals', name], says: 'how far the doctor looks back' }],
        })),
    ),
};
