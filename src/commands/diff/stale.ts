import { isCurrent } from '../../evidence/progress.js';
import { evidenceFolder, readEvidence } from '../../evidence/store.js';
import type { Side } from './sides.js';

/** Evidence that counts before a change and no longer after it, in words. */
export function staleEvidence(spec: string, names: readonly string[], before: Side, after: Side): string[] {
  return names.flatMap((name) => {
    const { records } = readEvidence(evidenceFolder(spec, name), name);
    const [old, now] = [before.targets.get(name)?.subject, after.targets.get(name)?.subject];
    if (records.length === 0 || old === undefined || now === undefined) return [];
    const [was, is] = [old(), now()];
    return records
      .filter(({ record }) => isCurrent(record, was) && !isCurrent(record, is))
      .map(({ file }) => `${file} becomes stale: it was taken on the files of before.`);
  });
}
