import {
  chmodSync,
  closeSync,
  type Dirent,
  fstatSync,
  lstatSync,
  constants as open,
  openSync,
  readdirSync,
  readSync,
  rmdirSync,
  type Stats,
  unlinkSync,
} from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

export type Kind = 'file' | 'folder' | 'symlink' | 'other';

/** Text of generated files is small; what is larger was not written by wdgen and is not read. */
const MAX_READ = 64 * 1024 * 1024;

/** The code of a system error (`ENOENT`); undefined for any other error. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  if (typeof error.code !== 'string') return undefined;
  return error.code.startsWith('Unknown system error') ? nameOf(error) : error.code;
}

/** Node does not know all of the kernel's errors by name: a quota that is used up (EDQUOT) is one it only numbers. */
function nameOf(error: object): string {
  const number = 'errno' in error ? -Number(error.errno) : 0;
  const known = Object.entries(constants.errno).find(([, value]) => value === number);
  return known?.[0] ?? `errno ${number}`;
}

/** Runs something on a file; a system error that names no path, as those of open files do, gets this one. */
export function naming<T>(path: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (errnoOf(error) !== undefined && error instanceof Error && !('path' in error)) {
      Object.assign(error, { path });
    }
    throw error;
  }
}

/** What stands at a path, without following a symlink there; undefined when nothing does. */
export function kindAt(path: string): Kind | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats === undefined ? undefined : kindOf(stats);
}

/** The kind of a directory entry or of an lstat. */
export function kindOf(entry: Dirent | Stats): Kind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'symlink' : 'other';
}

/** Names in a folder; none when the folder does not exist. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Everything below a folder, by path. Only folders in `enter` are entered, and never through a symlink, so a
 * folder of somebody else's is one entry.
 */
export function scan(folder: string, enter: ReadonlySet<string>): Map<string, Kind> {
  const found = new Map<string, Kind>();
  const walk = (below: string): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      const kind = kindOf(entry);
      found.set(path, kind);
      if (kind === 'folder' && enter.has(path)) walk(path);
    }
  };
  walk('');
  return found;
}

/** A file as it is on disk. `bytes` is absent when it is no regular file or far too large to be generated. */
export interface Found {
  readonly bytes: Buffer | undefined;
  readonly mode: number;
}

/** Reads a regular file without following a symlink or waiting for a pipe. */
export function readRegular(path: string): Found {
  const fd = openSync(path, open.O_RDONLY | open.O_NOFOLLOW | open.O_NONBLOCK);
  try {
    return naming(path, () => readOpen(fd));
  } finally {
    closeSync(fd);
  }
}

function readOpen(fd: number): Found {
  const stats = fstatSync(fd);
  const { size, mode } = stats;
  if (!stats.isFile() || size > MAX_READ) return { bytes: undefined, mode };
  const bytes = Buffer.allocUnsafe(size);
  let end = 0;
  for (let n = 1; n > 0 && end < size; end += n) n = readSync(fd, bytes, end, size - end, null);
  return { bytes: bytes.subarray(0, end), mode };
}

/** Deletes a file, or a folder with all that is in it. Symlinks are deleted, never followed. */
export function removeAll(path: string): void {
  const kind = kindAt(path);
  if (kind === undefined) return;
  if (kind !== 'folder') {
    unlinkSync(path);
    return;
  }
  try {
    emptyFolder(path);
  } catch (error) {
    if (errnoOf(error) !== 'EACCES') throw error;
    chmodSync(path, 0o700);
    emptyFolder(path);
  }
  rmdirSync(path);
}

function emptyFolder(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removeAll(path);
    else unlinkSync(path);
  }
}
