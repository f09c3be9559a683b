import type { Rule } from '../../../types.js';

/** Every pattern of the doctor can become the row. */
export const patternShadowed: Rule = {
  code: 'WD1099',
  check: ({ doctor }) =>
    (doctor?.journals ?? []).flatMap((journal) =>
      journal.patterns.flatMap((pattern, index) => {
        const earlier = journal.patterns.slice(0, index).find(({ match }) => hides(match, pattern.match));
        if (earlier === undefined) return [];
        return [
          {
            at: ['doctor', 'journals', journal.name],
            detail: `Whatever "${pattern.name}" matches, "${earlier.name}" before it matches too.`,
            help: `put "${pattern.name}" before "${earlier.name}"`,
          },
        ];
      }),
    ),
};

/** Certain only for plain texts: a part of a text is found wherever the text is. */
function hides(earlier: string, later: string): boolean {
  return (
    earlier === later || (!/[\\^$.*[\]]/.test(earlier) && later.includes(earlier) && !/[\\*[\]]/.test(later))
  );
}
