import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Diagnostic, diagnostic } from '../../core/diagnostic.js';
import { errnoOf } from '../files.js';

/** A file of the spec with the bytes it had when it was read, and those it is to have. */
export interface SpecFile {
  readonly file: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** Writes all files or, when one cannot be written, none: those written already are put back. */
export function writeAll(files: readonly SpecFile[]): readonly Diagnostic[] {
  const done: SpecFile[] = [];
  for (const one of files) {
    const refused = replace(one.file, one.before, one.after);
    if (refused !== undefined) return [refused, ...putBack(done)];
    done.push(one);
  }
  return [];
}

/** Gives files the bytes they had, unless somebody else has written them since. */
export function putBack(files: readonly SpecFile[]): readonly Diagnostic[] {
  return files.flatMap(({ file, before, after }) => replace(file, after, before) ?? []);
}

/** Swaps a file's bytes at once: a run that dies leaves the old bytes or the new ones. Symbolic links stay. */
function replace(file: string, expected: Uint8Array, wanted: Uint8Array): Diagnostic | undefined {
  try {
    const real = realpathSync(file);
    accessSync(real, constants.W_OK);
    if (!readFileSync(real).equals(expected)) return changedMeanwhile(file);
    swap(real, wanted, () => readFileSync(real).equals(expected));
    return undefined;
  } catch (error) {
    if (error === CHANGED) return changedMeanwhile(file);
    return refusal(file, errnoOf(error));
  }
}

const CHANGED = new Error('changed meanwhile');

function swap(real: string, bytes: Uint8Array, isUnchanged: () => boolean): void {
  const { mode, uid, gid } = statSync(real);
  const temporary = join(dirname(real), `.${basename(real)}.wdgen-${process.pid}`);
  try {
    const fd = openSync(temporary, 'wx', mode & 0o777);
    try {
      keepOwner(fd, uid, gid);
      writeFileSync(fd, bytes);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    chmodSync(temporary, mode & 0o7777);
    if (!isUnchanged()) throw CHANGED;
    renameSync(temporary, real);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Only root can give a file away; others own what they write. */
function keepOwner(fd: number, uid: number, gid: number): void {
  try {
    fchownSync(fd, uid, gid);
  } catch (error) {
    errnoOf(error);
  }
}

/** The finding for a file that somebody else wrote between reading and writing. */
export function changedMeanwhile(file: string): Diagnostic {
  return diagnostic('WD0305', {
    detail: `${file} no longer holds what was read from it.`,
    help: 'run the command again',
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your disk quota is used up',
  EACCES: 'permission was denied',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
};

function refusal(file: string, errno: string): Diagnostic {
  return diagnostic('WD0901', {
    detail: `Writing ${file} failed: ${REASONS[errno] ?? 'the system call failed'} (${errno}). It is unchanged.`,
    help: 'make the file and its folder writable, then run the command again',
  });
}
