import type { Row, Verdict } from '../../coverage.js';
import { coverage, sayShort } from '../../coverage.js';
import type { Rule } from '../../types.js';

const WORTH: Readonly<Record<Verdict, number>> = { open: 0, none: 0, partly: 1, covered: 2 };

/** What is deferred is a step forward: no failure that is caught today goes uncaught after it. */
export const coversLess: Rule = {
  code: 'WD1121',
  check: (plan) => {
    const { rows, waits } = coverage(plan);
    const lost = waits ? rows.filter(isLost) : [];
    if (lost.length === 0) return [];
    return [
      {
        at: ['watchdog', 'feeder'],
        state: 'deferred',
        detail: `With everything enabled: ${lost.map(inWords).join('; ')}.`,
        help: 'look at both columns: wdgen coverage',
      },
    ];
  },
};

function isLost({ today, enabled }: Row): boolean {
  return enabled.verdict === 'open' && WORTH[today.verdict] > WORTH[enabled.verdict];
}

function inWords({ title, today, enabled }: Row): string {
  return `${title}: ${sayShort(today)}, then not covered, because ${enabled.why}`;
}
