import { coverage } from '../../coverage.js';
import type { Rule } from '../../types.js';

/** The failures that a watchdog is there for. */
const CORE = new Set(['kernel-hang', 'pid1', 'feeder']);

/** A watchdog that works catches every hang that it is there for. Where it cannot work, other rules say why. */
export const uncovered: Rule = {
  code: 'WD1120',
  check: (plan) => {
    const { rows } = coverage(plan);
    const works = rows.some(({ id, enabled }) => id === 'kernel-hang' && enabled.verdict === 'covered');
    if (!works) return [];
    const holes = rows.filter(({ id, enabled }) => CORE.has(id) && enabled.verdict === 'open');
    if (holes.length === 0) return [];
    const fix = holes.find(({ today }) => today.fix !== null)?.today.fix ?? null;
    return [
      {
        at: ['watchdog', 'feeder'],
        detail: `Not covered: ${holes.map(({ title, enabled }) => `${title} (${enabled.why})`).join('; ')}.`,
        ...(fix === null ? {} : { help: fix }),
      },
    ];
  },
};
