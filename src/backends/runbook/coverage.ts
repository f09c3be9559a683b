import { type Coverage, sayCell } from '../../analyse/coverage.js';
import type { TargetPlan } from '../../plan/types.js';
import { mdCell, mdCode, mdText } from '../quote/markdown.js';
import type { View } from '../types.js';
import { feederText } from './rows.js';

/** What catches each failure, why nothing does, and what to type. */
export function coverageView({ watchdog }: TargetPlan, { rows, waits, target }: Coverage): View {
  const next = watchdog.feeder.deferred;
  const remarks = rows.flatMap(({ title, today }) => today.remarks.map((remark) => `${title}: ${remark}`));
  return {
    waits,
    alt: mdText(`Coverage of ${target}: the table below as a picture`),
    rows: rows.map(({ title, today, enabled }) => ({
      title: mdCell(title),
      today: mdCell(sayCell(today)),
      enabled: mdCell(sayCell(enabled)),
    })),
    remarks: remarks.map((remark) => mdText(remark)),
    fixes: fixesOf(rows).map(([fix, titles]) => ({ titles: mdText(titles.join(', ')), fix: mdText(fix) })),
    next: next !== null && { name: mdCode(feederText(next)) },
  };
}

/** What to do, with the failures that it would cover: one thing often covers several. */
function fixesOf(rows: Coverage['rows']): [fix: string, titles: readonly string[]][] {
  const fixes = new Map<string, string[]>();
  for (const { title, today } of rows)
    if (today.fix !== null) fixes.set(today.fix, [...(fixes.get(today.fix) ?? []), title]);
  return [...fixes];
}
