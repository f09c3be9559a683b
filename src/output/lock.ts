import {
  chmodSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { failed, ok, type Report } from '../core/report.js';
import { errnoOf, namesIn } from './disk.js';
import { formatOwner, livenessOf, type Owner, parseOwner, thisProcess } from './owner.js';

/*
 * `.wdgen-lock` is a hard link to a file written before, so it never exists without its content.
 *
 * Taking over from a dead owner must not end with two winners, and a taker can die half-way, too. The right to
 * replace the lock with token T is a lock itself, `.wdgen-lock-after-T`, made the same way. Whoever holds it looks
 * again whether T still is what the lock says: if so, nobody else can change that any more. A dead taker of T is
 * replaced through `.wdgen-lock-after-<its token>`, and so on.
 */

const LOCK = '.wdgen-lock';
const TRY_EVERY_MS = 20;
/** An owner that cannot be looked up from here counts as dead when its lock was not touched for so long. */
const SILENT_MS = 60_000;
const TOUCH_EVERY_MS = 10_000;
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);
const NOBODY: Owner = { pid: 0, start: '', where: '', token: '' };

export interface Lock {
  /** Shows that the run goes on, to processes that cannot look this one up. Call it once per target. */
  readonly touch: () => void;
  readonly release: () => void;
}

interface Held {
  readonly owner: Owner;
  readonly dead: boolean;
}

/** Takes the lock of an output folder, waiting for a live owner. WD0902 when that takes longer than `waitMs`. */
export function takeLock(outDir: string, waitMs: number): Report<Lock> {
  const me = thisProcess();
  const mine = join(outDir, `${LOCK}-by-${me.token}`);
  const until = Date.now() + waitMs;
  try {
    writeFileSync(mine, formatOwner(me), { flag: 'wx' });
    chmodSync(mine, 0o644);
    for (;;) {
      const holder = tryLock(outDir, mine);
      if (holder === 'us') break;
      if (Date.now() >= until) return failed([refused(outDir, holder)]);
      if (holder !== 'nobody') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TRY_EVERY_MS);
    }
    sweep(outDir);
    return ok(heldLock(outDir, me.token));
  } finally {
    rmSync(mine, { force: true });
  }
}

/** One attempt: who has the lock now. `nobody`: it changed hands meanwhile, try again at once. */
function tryLock(outDir: string, mine: string): Owner | 'us' | 'nobody' {
  const lock = join(outDir, LOCK);
  const dead: { readonly path: string; readonly token: string }[] = [];
  let path = lock;
  while (!linkNew(mine, path)) {
    const held = read(path);
    if (held === undefined) return 'nobody';
    if (!held.dead) return held.owner;
    dead.push({ path, token: held.owner.token });
    path = `${lock}-after-${held.owner.token}`;
  }
  if (path === lock) return 'us';
  if (dead.every((each) => read(each.path)?.owner.token === each.token)) {
    renameSync(path, lock);
    return 'us';
  }
  rmSync(path, { force: true });
  return 'nobody';
}

/** Makes `path` with the content of `mine`; false when it exists. Without hard links the content comes a bit later. */
function linkNew(mine: string, path: string): boolean {
  try {
    linkSync(mine, path);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    if (!NO_LINKS.has(errnoOf(error) ?? '')) throw error;
  }
  try {
    writeFileSync(path, readFileSync(mine), { flag: 'wx' });
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Who holds a lock file; undefined when it is gone. */
function read(path: string): Held | undefined {
  try {
    const owner = parseOwner(readFileSync(path, 'utf8'));
    const { ino, mtimeMs } = statSync(path);
    const silent = Date.now() - mtimeMs > SILENT_MS;
    if (owner === undefined) return { owner: { ...NOBODY, token: `${ino}-${mtimeMs}` }, dead: silent };
    const liveness = livenessOf(owner);
    return { owner, dead: liveness === 'dead' || (liveness === 'unknown' && silent) };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function heldLock(outDir: string, token: string): Lock {
  const lock = join(outDir, LOCK);
  let touched = Date.now();
  const isOurs = (): boolean => read(lock)?.owner.token === token;
  return {
    touch: () => {
      if (Date.now() - touched < TOUCH_EVERY_MS || !isOurs()) return;
      touched = Date.now();
      utimesSync(lock, new Date(), new Date());
    },
    release: () => {
      if (isOurs()) rmSync(lock, { force: true });
    },
  };
}

/** Deletes what dead takers left. Only as the owner of the lock. */
function sweep(outDir: string): void {
  for (const name of namesIn(outDir)) {
    if (!name.startsWith(`${LOCK}-`)) continue;
    const path = join(outDir, name);
    if (read(path)?.dead === true) rmSync(path, { force: true });
  }
}

function refused(outDir: string, holder: Owner | 'nobody'): Diagnostic {
  const who = holder === 'nobody' || holder.pid === 0 ? 'Another process' : `Process ${holder.pid}`;
  return diagnostic('WD0902', {
    detail: `${who} is writing to \`${outDir}\` and did not finish while this run waited.`,
    help: `Wait for it and run wdgen again. If no wdgen runs there any more, delete \`${join(outDir, LOCK)}\`.`,
  });
}
