import type { Measured } from '../analyse/timeline.js';
import { evidenceFolder, readEvidence } from '../evidence/store.js';
import type { SpecTarget } from '../spec/read.js';
import { subjectOf } from './states/gates.js';

/** What was measured on the board with the very files that the spec makes: the slowest reset on the bench. */
export function measuredOn(spec: string, target: SpecTarget): Measured | null {
  const { records } = readEvidence(evidenceFolder(spec, target.name), target.name);
  const fired = records.flatMap(({ file, record }) =>
    record.kind === 'fired' && record.fired ? [{ file, record }] : [],
  );
  if (fired.length === 0) return null;
  const { artefacts } = subjectOf(target);
  const slowest = fired
    .filter(({ record }) => artefacts.has(record.artefacts))
    .toSorted((a, b) => b.record.seconds - a.record.seconds)[0];
  if (slowest === undefined) return null;
  return { resetMs: slowest.record.seconds * 1000, source: slowest.file };
}
