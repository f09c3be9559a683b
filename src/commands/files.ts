import { existsSync, readFileSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { compareText } from '../core/report.js';
import { starMatcher } from '../core/star-pattern.js';
import { namesOrNone } from '../disk/listing.js';
import { errnoOf as systemCode } from '../output/disk.js';
import { MAX_BYTES, tooLarge } from '../source/decode.js';

/** Why a file could not be read, in plain words. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'reading it is not permitted',
  EISDIR: 'it is a directory',
  ENOTDIR: 'part of its path is not a directory',
  ELOOP: 'its symbolic links go in a circle',
};

/** The bytes of a file, or the diagnostic that says why there are none. */
export function readBytes(path: string, help: string): Uint8Array | Diagnostic {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = errnoOf(error);
    return diagnostic('WD0001', { detail: `${path}: ${REASONS[code] ?? code}.`, help });
  }
}

/**
 * The bytes of a spec file. A pipe or a device may never end and a huge file may not fit into memory, so both are
 * refused before they are read.
 */
function readSpecBytes(path: string, help: string): Uint8Array | Diagnostic {
  const stats = statsOf(path);
  if (stats === undefined || stats.isDirectory()) return readBytes(path, help);
  if (!stats.isFile())
    return diagnostic('WD0001', {
      detail: `${path}: it is a pipe or a device, not a file.`,
      help: 'write the spec to a file',
    });
  return stats.size > MAX_BYTES ? tooLarge(path, stats.size) : readBytes(path, help);
}

/** What stands at a path; undefined when that cannot be told, and reading it will say why. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    errnoOf(error);
    return undefined;
  }
}

/** The errno name of a file system error; rethrows anything else, which would be a bug. */
export function errnoOf(error: unknown): string {
  const code = systemCode(error);
  if (code !== undefined) return code;
  throw error;
}

/** Why a file could not be written, in plain words. */
const REFUSALS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your disk quota is used up',
  EACCES: 'permission was denied',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
  EIO: 'the device failed',
};

/** The finding for a file that the machine refuses to write; rethrows what is no system error. */
export function unwritable(file: string, error: unknown, after: string, help: string): Diagnostic {
  const code = errnoOf(error);
  const why = REFUSALS[code] ?? 'the system call failed';
  return diagnostic('WD0901', { detail: `${file} cannot be written: ${why} (${code}).${after}`, help });
}

/** Where the files of a spec are read: the disk, or a revision that git has. */
export interface Reader {
  /** The name under which findings show a file. */
  readonly label: (path: string) => string;
  /** The bytes of a file, or the diagnostic that says why there are none. */
  readonly read: (path: string, help: string) => Uint8Array | Diagnostic;
  /** Names in a folder; none when there is no such folder. */
  readonly list: (folder: string) => readonly string[];
  readonly exists: (path: string) => boolean;
}

/** Files as they stand on disk. */
export const disk: Reader = { label: (path) => path, read: readSpecBytes, list: namesOrNone, exists };

/**
 * Files that match a pattern with `*` in any component, below `root`, in code unit order. Paths stay relative. The
 * folders that were looked through are added to `listed`.
 */
export function glob(
  root: string,
  pattern: string,
  reader: Reader = disk,
  listed: Set<string> = new Set(),
): string[] {
  let found: readonly string[] = [''];
  for (const part of pattern.split('/')) {
    if (part.includes('*')) for (const base of found) listed.add(base);
    found = found.flatMap((base) => matches(root, base, part, reader));
  }
  return found.filter((path) => reader.exists(join(root, path))).sort(compareText);
}

function matches(root: string, base: string, part: string, reader: Reader): string[] {
  const inBase = (name: string) => (base === '' ? name : `${base}/${name}`);
  if (part === '' || part === '.') return [base];
  if (!part.includes('*')) return [inBase(part)];
  const fits = starMatcher(part);
  return reader
    .list(join(root, base))
    .filter((name) => !name.startsWith('.') && fits(name))
    .map(inBase);
}

/** Splits a spec path into the folder that relative names start from and the file's own name. */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  return { folder: dirname(path), name: basename(path) };
}

/** Whether anything stands at a path. */
export function exists(path: string): boolean {
  return existsSync(path);
}
