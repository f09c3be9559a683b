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
    fixes: rows.flatMap(({ title, today }) =>
      today.fix === null ? [] : [{ title: mdText(title), fix: mdText(today.fix) }],
    ),
    next: next !== null && { name: mdCode(feederText(next)) },
  };
}
