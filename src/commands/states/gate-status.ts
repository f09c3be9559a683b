import { type GateProgress, isCurrent } from '../../evidence/progress.js';
import type { SpecTarget } from '../../spec/read.js';
import { statesOf } from '../../spec/settings.js';
import { type EvidenceRow, evidenceRows } from './evidence-rows.js';
import { gatesOf, subjectOf } from './gates.js';
import { overrideRemarks } from './overrides.js';

/** What `status` says about a target's gates. */
export interface GateStatus {
  readonly evidence: readonly EvidenceRow[];
  /** By the table whose deferral it is: `watchdog`, `kernel`, `rollback`. */
  readonly progress: ReadonlyMap<string, readonly GateProgress[]>;
  /** Overrides that are in force, and evidence that does not count. */
  readonly remarks: readonly string[];
}

/** Reads how far the gates of a target are, and what was lifted without them. */
export async function gateStatus(spec: string, target: SpecTarget, nowMs: number): Promise<GateStatus> {
  const states = statesOf(target);
  const waiting = states.filter(({ deferred }) => deferred !== undefined);
  const { gates, evidence, problems } = await gatesOf(spec, target, waiting);
  // Evidence that proves nothing matters only where something waits for it.
  const useless =
    waiting.length === 0 ? [] : problems.map(({ file, why }) => `${file} does not count: ${why}.`);
  const { records } = evidence;
  const subject = records.length === 0 ? undefined : subjectOf(target);
  const current = new Set(
    records.filter(({ record }) => subject !== undefined && isCurrent(record, subject)),
  );
  return {
    evidence: evidenceRows(target.name, records, current, nowMs),
    progress: new Map(gates.map(({ table, progress }) => [table.slice(2).join('.'), progress])),
    remarks: [...overrideRemarks(target), ...useless],
  };
}

/** A gate's conditions for a table: `rehearsal (met), boots:50 (12 of 50)`. */
export function progressText(progress: readonly GateProgress[]): string {
  return progress
    .map(({ gate, met, short }) => `${gate} (${met ? 'met' : short === '' ? 'unmet' : short})`)
    .join(', ');
}
