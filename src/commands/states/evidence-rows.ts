import { parseDuration, sayDuration } from '../../core/duration.js';
import type { Block } from '../../core/outcome.js';
import type { Filed } from '../../evidence/store.js';

/** A record as `status` lists it. */
export interface EvidenceRow {
  readonly target: string;
  readonly file: string;
  readonly kind: string;
  /** When it was taken; null where the record does not say. */
  readonly at: string | null;
  readonly ageMs: number | null;
  /** Whether it is about the files of today. */
  readonly counts: boolean;
}

/** The records of a target with their age. */
export function evidenceRows(
  target: string,
  records: readonly Filed[],
  current: ReadonlySet<Filed>,
  nowMs: number,
): EvidenceRow[] {
  return records.map((filed) => {
    const at = filed.record.at ?? null;
    const taken = at === null ? Number.NaN : Date.parse(at);
    const ageMs = Number.isNaN(taken) ? null : Math.max(0, nowMs - taken);
    const { file, record } = filed;
    return { target, file, kind: record.kind, at, ageMs, counts: current.has(filed) };
  });
}

/** The table of records; none where there are none. */
export function evidenceTable(rows: readonly EvidenceRow[]): Block[] {
  if (rows.length === 0) return [];
  const head = ['evidence', 'age', 'about'];
  const cells = rows.map(({ file, ageMs, counts }) => [
    file,
    sayAge(ageMs),
    counts ? 'the files of today' : 'other files',
  ]);
  return [{ kind: 'table', head, rows: cells }];
}

const STEPS = ['1d', '1h', '1min'] as const;

/** An age for people, in the largest unit that fits: `3d`, `5h`. */
function sayAge(ageMs: number | null): string {
  if (ageMs === null) return 'not dated';
  for (const step of STEPS) {
    const unit = parseDuration(step);
    if (unit.ok && ageMs >= unit.ms) return `${sayDuration(Math.floor(ageMs / unit.ms) * unit.ms)} old`;
  }
  return 'new';
}
