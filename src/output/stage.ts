import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  type Stats,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { makeFolders } from '../disk/folders.js';
import { errnoOf, naming } from './disk.js';
import { refusal } from './faults.js';
import { ancestors } from './names.js';

/** A folder being filled beside the target it will replace. */
export interface Stage {
  /** Writes a new file. */
  readonly write: (path: string, text: string, mode: number) => void;
  /** Takes over a file of wdgen's that stays as it is, with its mtime. */
  readonly keep: (path: string, text: string, mode: number) => void;
  /** Takes over what is not wdgen's: files, links, folders with all that is in them. */
  readonly carry: (path: string) => void;
}

/** What a hard link may fail with where copying still works. */
const NO_LINKS = new Set(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** Makes the folder `to` and fills it on request; `from` is the tree it will replace. */
export function openStage(from: string, to: string): Stage {
  const made = new Set<string>();
  const ensure = (path: string): string => {
    for (const folder of ancestors(path)) {
      if (!made.has(folder)) makeFolder(join(to, folder));
      made.add(folder);
    }
    return join(to, path);
  };
  makeFolder(to);
  return {
    write: (path, text, mode) => writeNew(ensure(path), text, mode),
    keep: (path, text, mode) => keepFile(join(from, path), ensure(path), text, mode),
    carry: (path) => carryOver(join(from, path), ensure(path), lstatSync(from).dev),
  };
}

/** Modes are set explicitly, so that they do not depend on the umask. */
function makeFolder(path: string): void {
  mkdirSync(path, 0o755);
  chmodSync(path, 0o755);
}

function writeNew(path: string, text: string, mode: number): void {
  const fd = openSync(path, 'wx', mode);
  try {
    naming(path, () => {
      writeFileSync(fd, text);
      fchmodSync(fd, mode);
    });
  } finally {
    closeSync(fd);
  }
}

/** A link shares the mode with the tree that may have to be put back, so another mode needs a file of its own. */
function keepFile(source: string, path: string, text: string, mode: number): void {
  const stats = lstatSync(source);
  if ((stats.mode & 0o7777) === mode) linkOrCopy(source, path, stats);
  else {
    writeNew(path, text, mode);
    utimesSync(path, stats.atime, stats.mtime);
  }
}

function carryOver(source: string, path: string, device: number): void {
  const stats = lstatSync(source);
  if (stats.isSymbolicLink()) {
    symlinkSync(readlinkSync(source), path);
    lutimesSync(path, stats.atime, stats.mtime);
  } else if (stats.isDirectory()) carryFolder(source, path, stats, device);
  else linkOrCopy(source, path, stats);
}

function carryFolder(source: string, path: string, stats: Stats, device: number): void {
  if (stats.dev !== device) throw refusal('EXDEV', 'rename', source);
  mkdirSync(path, 0o700);
  for (const name of readdirSync(source)) carryOver(join(source, name), join(path, name), device);
  sameOwner(path, stats);
  chmodSync(path, stats.mode & 0o7777);
  utimesSync(path, stats.atime, stats.mtime);
}

function linkOrCopy(source: string, path: string, stats: Stats): void {
  try {
    linkSync(source, path);
  } catch (error) {
    if (!stats.isFile() || !NO_LINKS.has(errnoOf(error) ?? '')) throw error;
    copyFileSync(source, path, constants.COPYFILE_EXCL);
    sameOwner(path, stats);
    chmodSync(path, stats.mode & 0o7777);
    utimesSync(path, stats.atime, stats.mtime);
  }
}

/** Best effort: only root can give a file away. */
function sameOwner(path: string, stats: Stats): void {
  const made = lstatSync(path);
  if (made.uid === stats.uid && made.gid === stats.gid) return;
  try {
    chownSync(path, stats.uid, stats.gid);
  } catch (error) {
    if (errnoOf(error) !== 'EPERM') throw error;
  }
}

/** Makes the output folder and what is missing above it, with modes that do not depend on the umask. */
export function makeOutDir(outDir: string): void {
  const last = resolve(outDir);
  const first = makeFolders(last);
  if (first === undefined) return;
  for (let path = last; path.startsWith(first); path = dirname(path)) chmodSync(path, 0o755);
}
