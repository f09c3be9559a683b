import type { Measured, RehearsedTimes } from '../analyse/timeline.js';
import { evidenceFolder, type Filed, readEvidence } from '../evidence/store.js';
import type { SpecTarget } from '../spec/read.js';
import { subjectOf } from './states/gates.js';

/**
 * What was measured with the very files that the spec makes, today or with everything enabled: the slowest reset on the
 * bench, and the longest times in the emulator.
 */
export function measuredOn(spec: string, target: SpecTarget): Measured | null {
  const { records } = readEvidence(evidenceFolder(spec, target.name), target.name);
  if (!records.some(({ record }) => record.kind === 'fired' || record.kind === 'rehearsal')) return null;
  const { artefacts } = subjectOf(target);
  const current = records.filter(({ record }) => 'artefacts' in record && artefacts.has(record.artefacts));
  const slowest = slowestReset(current);
  const rehearsed = longestTimes(current);
  if (slowest === undefined && rehearsed === undefined) return null;
  return { source: '', ...slowest, ...(rehearsed === undefined ? {} : { rehearsed }) };
}

function slowestReset(filed: readonly Filed[]): Pick<Measured, 'resetMs' | 'source'> | undefined {
  const fired = filed.flatMap(({ file, record }) =>
    record.kind === 'fired' && record.fired ? [{ resetMs: record.seconds * 1000, source: file }] : [],
  );
  return fired.toSorted((a, b) => b.resetMs - a.resetMs)[0];
}

/** Of each figure the longest. A rehearsal that failed has measured as well as one that passed. */
function longestTimes(filed: readonly Filed[]): RehearsedTimes | undefined {
  const found = filed.flatMap(({ file, record }) =>
    record.kind === 'rehearsal' && record.measures !== undefined ? [{ file, measures: record.measures }] : [],
  );
  const measures = found.flatMap((one) => one.measures);
  if (measures.length === 0) return undefined;
  const times: Record<string, number> = {};
  for (const { figure, measured } of measures) times[figure] = Math.max(times[figure] ?? 0, measured);
  const files = found.filter((one) => one.measures.length > 0).map(({ file }) => file);
  return { times, source: files.join(', ') };
}
