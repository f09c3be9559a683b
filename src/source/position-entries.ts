import type { KeyPath } from '../core/path.js';
import { pathKey } from '../core/path.js';

/** A stretch of the text: offset, length, line, and the offset at which the line starts. */
export interface Stretch {
  readonly offset: number;
  readonly length: number;
  readonly line: number;
  readonly lineStart: number;
}

/** Where a key and its value stand. */
export interface Entry {
  readonly path: KeyPath;
  key: Stretch | undefined;
  value: Stretch;
  /** A table that has been seen only as a part of another key gives way to its own header. */
  implicit: boolean;
}

/** Entries by the text of their path, in the order of first appearance. */
export type Entries = Map<string, Entry>;

/** Adds an entry, or gives one that was only implied its own place. */
export function addEntry(
  entries: Entries,
  path: KeyPath,
  key: Stretch | undefined,
  value: Stretch,
  implicit: boolean,
): void {
  const id = pathKey(path);
  const known = entries.get(id);
  if (known === undefined) entries.set(id, { path, key, value, implicit });
  else if (known.implicit && !implicit) Object.assign(known, { key, value, implicit });
}
