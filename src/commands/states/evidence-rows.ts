import { parseDuration, sayDuration } from '../../core/duration.js';
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

const STEPS = ['1d', '1h', '1min'] as const;

/** An age for people, in the largest unit that fits: `3d`, `5h`. */
export function sayAge(ageMs: number | null): string {
  if (ageMs === null) return 'not dated';
  for (const step of STEPS) {
    const unit = parseDuration(step);
    if (unit.ok && ageMs >= unit.ms) return `${sayDuration(Math.floor(ageMs / unit.ms) * unit.ms)} old`;
  }
  return 'new';
}
