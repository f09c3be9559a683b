import { lstatSync, lutimesSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { failed, ok, type Report } from '../core/report.js';
import { errnoOf, namesIn } from './disk.js';
import { formatOwner, livenessOf, type Owner, parseOwner, thisProcess } from './owner.js';

/*
 * `.wdgen-lock` is a symlink whose target is a text about its owner: made at once, never without its content.
 *
 * Taking over from a dead owner must not end with two winners, and a taker can die half-way, too. The right to
 * replace the lock with token T is a lock itself, `.wdgen-lock-after-T`, made the same way. Whoever holds it looks
 * again whether T still is what the lock says: if so, nobody else can change that any more. A dead taker of T is
 * replaced through `.wdgen-lock-after-<its token>`, and so on.
 */

const LOCK = '.wdgen-lock';
const TRY_EVERY_MS = 10;
/** An owner that cannot be looked up from here counts as dead when its lock was not touched for so long. */
const SILENT_MS = 60_000;
const TOUCH_EVERY_MS = 10_000;
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
  const until = Date.now() + waitMs;
  for (;;) {
    const holder = tryLock(join(outDir, LOCK), me);
    if (holder === 'us') break;
    if (Date.now() >= until) return failed([refused(outDir, holder)]);
    if (holder !== 'nobody') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TRY_EVERY_MS);
  }
  sweep(outDir);
  return ok(heldLock(join(outDir, LOCK), me.token));
}

/** One attempt: who has the lock now. `nobody`: it changed hands meanwhile, try again at once. */
function tryLock(lock: string, me: Owner): Owner | 'us' | 'nobody' {
  const dead: { readonly path: string; readonly token: string }[] = [];
  let path = lock;
  while (!make(path, me)) {
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

/** Makes a lock; false when it exists. */
function make(path: string, me: Owner): boolean {
  try {
    symlinkSync(formatOwner(me), path);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Who holds a lock; undefined when it is gone. */
function read(path: string): Held | undefined {
  try {
    const stats = lstatSync(path);
    const silent = Date.now() - stats.mtimeMs > SILENT_MS;
    const owner = stats.isSymbolicLink() ? parseOwner(readlinkSync(path)) : undefined;
    if (owner === undefined)
      return { owner: { ...NOBODY, token: `${stats.ino}-${stats.mtimeMs}` }, dead: silent };
    const liveness = livenessOf(owner);
    return { owner, dead: liveness === 'dead' || (liveness === 'unknown' && silent) };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function heldLock(lock: string, token: string): Lock {
  let touched = Date.now();
  const isOurs = (): boolean => read(lock)?.owner.token === token;
  return {
    touch: () => {
      if (Date.now() - touched < TOUCH_EVERY_MS || !isOurs()) return;
      touched = Date.now();
      lutimesSync(lock, new Date(), new Date());
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
