import { isAsRecorded } from '../../output/recorded.js';
import type { MetFile, Receipt } from './receipt.js';
import { keepReceipts, keyOf, placeOf, type Receipts, readReceipts } from './store.js';

/** What earlier runs remember of the files and targets that this run meets. */
export interface Memory {
  /** The receipt of a file, by its bytes; undefined when there is none. */
  readonly recall: (file: MetFile) => Receipt | undefined;
  /** Whether a target is on disk as its receipt has it. */
  readonly isCurrent: (target: string, receipt: Receipt | undefined) => boolean;
  /** Notes receipts of files that `recall` was asked for, by `specFile`. */
  readonly keep: (noted: ReadonlyMap<string, Receipt>) => void;
}

/** Remembers nothing, and whatever it is told is lost. */
export const BLANK: Memory = { recall: () => undefined, isCurrent: () => false, keep: () => {} };

/** The memory of a spec and an output folder. */
export function openMemory(spec: string, outDir: string): Memory {
  const place = placeOf(spec, outDir);
  if (place === undefined) return BLANK;
  const known = readReceipts(place);
  const keys = new Map<string, string>();
  const current = new Map<string, boolean>();
  return {
    recall: (file) => {
      const key = keyOf(file);
      keys.set(file.specFile, key);
      return known.get(key);
    },
    isCurrent: (target, receipt) => {
      const manifest = receipt?.targets[target]?.manifest;
      if (manifest === undefined) return false;
      const before = current.get(target);
      if (before !== undefined) return before;
      const now = isAsRecorded(outDir, target, manifest);
      current.set(target, now);
      return now;
    },
    keep: (noted) => {
      const next = merged(known, keys, noted);
      if (noted.size > 0) keepReceipts(place, next);
    },
  };
}

/** The receipts of the files that this run met; those of files that are no more, or were other ones, are forgotten. */
function merged(
  known: Receipts,
  keys: ReadonlyMap<string, string>,
  noted: ReadonlyMap<string, Receipt>,
): Receipts {
  const next = new Map<string, Receipt>();
  for (const [specFile, key] of keys) {
    const before = known.get(key);
    const now = noted.get(specFile);
    const both = now === undefined ? before : { ...now, targets: { ...before?.targets, ...now.targets } };
    if (both !== undefined) next.set(key, both);
  }
  return next;
}
