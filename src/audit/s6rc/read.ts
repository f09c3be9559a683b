import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceEntry, SourceTree } from './tree.js';

/**
 * Reads a source directory from disk; symbolic links are followed, as s6-rc-compile does. It throws what the file
 * system throws. Contents below a service's `data` and `env` are not needed and not read.
 */
export function readS6rcSource(directory: string): SourceTree {
  const tree = new Map<string, SourceEntry>();
  const visit = (path: string, depth: number): void => {
    for (const name of readdirSync(join(directory, path))) {
      const below = path === '' ? name : `${path}/${name}`;
      const entry = readEntry(join(directory, below), depth);
      tree.set(below, entry);
      if (entry.kind === 'dir' && depth < 2) visit(below, depth + 1);
    }
  };
  visit('', 0);
  return tree;
}

function readEntry(file: string, depth: number): SourceEntry {
  const status = statSync(file, { throwIfNoEntry: false });
  if (status === undefined) return { kind: 'symlink', text: '', mode: 0o777 };
  if (status.isDirectory()) return { kind: 'dir', text: '', mode: status.mode & 0o7777 };
  // Only a service's own files are read; a device or FIFO in their place would never end.
  const text = depth === 1 && status.isFile() ? readFileSync(file, 'utf8') : '';
  return { kind: status.isFile() ? 'file' : 'symlink', text, mode: status.mode & 0o7777 };
}
