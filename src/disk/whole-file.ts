import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { namesOrNone } from './listing.js';

/** What `replaceFile` may be told besides. */
export interface Replacement {
  /** Set whatever the umask; left to it when absent. */
  readonly mode?: number;
  /** Called with the new file while it is open: to give it an owner. */
  readonly prepare?: (fd: number) => void;
  /** Called when the new bytes are on disk, before they take the old ones' place. Throw to leave those there. */
  readonly last?: () => void;
  /** False for what may be lost with the power: the old or the new bytes are then not sure to be there, or whole. */
  readonly durable?: boolean;
}

/** The names that new bytes have until they take their place; the process that writes them is part of it. */
export const TEMPORARY = /^\..+\.wdgen-([1-9]\d*)-[0-9a-f]{8}$/;

/** What a hard link may fail with where writing in place still works. */
const NO_LINKS = new Set(['EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/**
 * Gives a file new bytes at once: whoever reads it, and whoever finds it after a kill or a power cut, has the old bytes
 * or the new ones. System errors are thrown; the file is then as it was.
 */
export function replaceFile(file: string, bytes: string | Uint8Array, more: Replacement = {}): void {
  const temporary = temporaryOf(file);
  try {
    fill(temporary, bytes, more);
    more.last?.();
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Makes a file that is not there yet, at once. Throws EEXIST when anything stands there. */
export function createFile(file: string, bytes: string | Uint8Array): void {
  const temporary = temporaryOf(file);
  try {
    fill(temporary, bytes, {});
    try {
      linkSync(temporary, file);
    } catch (error) {
      if (!NO_LINKS.has(codeOf(error))) throw error;
      createInPlace(file, bytes);
    }
  } finally {
    rmSync(temporary, { force: true });
  }
}

function createInPlace(file: string, bytes: string | Uint8Array): void {
  const fd = openSync(file, 'wx');
  try {
    writeFileSync(fd, bytes);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
}

function fill(
  temporary: string,
  bytes: string | Uint8Array,
  { mode, prepare, durable = true }: Replacement,
): void {
  const fd = openSync(temporary, 'wx', mode === undefined ? 0o666 : mode & 0o777);
  try {
    prepare?.(fd);
    writeFileSync(fd, bytes);
    if (durable) fsyncSync(fd);
  } catch (error) {
    throw named(error, temporary);
  } finally {
    closeSync(fd);
  }
  if (mode !== undefined) chmodSync(temporary, mode & 0o7777);
}

/** Errors of an open file name none. */
function named(error: unknown, path: string): unknown {
  return error instanceof Error && 'code' in error && !('path' in error)
    ? Object.assign(error, { path })
    : error;
}

/** The name for the new bytes; what killed runs left beside the file goes first. */
function temporaryOf(file: string): string {
  const folder = dirname(file);
  for (const name of namesOrNone(folder)) if (isLeft(name)) rmSync(join(folder, name), { force: true });
  return join(folder, `.${basename(file)}.wdgen-${process.pid}-${randomUUID().slice(0, 8)}`);
}

/**
 * Whether a name is one of ours, of a process that is no more. A writer in another container that is taken for dead
 * loses its temporary file, whose name no other writer has, says so, and has changed nothing.
 */
function isLeft(name: string): boolean {
  const pid = TEMPORARY.exec(name)?.[1];
  if (pid === undefined || Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}
