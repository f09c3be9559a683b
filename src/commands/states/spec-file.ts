import { accessSync, constants, fchownSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { type Diagnostic, diagnostic } from '../../core/diagnostic.js';
import { replaceFile } from '../../disk/whole-file.js';
import { errnoOf, unwritable } from '../files.js';

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
    const help = 'make the file and its folder writable, then run the command again';
    return unwritable(file, error, ' It is unchanged.', help);
  }
}

const CHANGED = new Error('changed meanwhile');

function swap(real: string, bytes: Uint8Array, isUnchanged: () => boolean): void {
  const { mode, uid, gid } = statSync(real);
  replaceFile(real, bytes, {
    mode,
    prepare: (fd) => keepOwner(fd, uid, gid),
    last: () => {
      if (!isUnchanged()) throw CHANGED;
    },
  });
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
