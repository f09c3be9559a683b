import type { CoverageChange } from '../analyse/coverage.js';
import type { Block } from '../core/outcome.js';

/** The failures that are caught differently from now on; no table when there are none. */
export function coverageTable(changes: readonly CoverageChange[]): Block[] {
  if (changes.length === 0) return [];
  const several = new Set(changes.map(({ target }) => target)).size > 1;
  const rows = changes.map(({ target, title, from, to }) => [
    ...(several ? [target] : []),
    title,
    `${from} -> ${to}`,
  ]);
  return [{ kind: 'table', head: [...(several ? ['target'] : []), 'failure', 'what becomes of it'], rows }];
}
