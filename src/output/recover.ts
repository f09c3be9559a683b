import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { kindAt, namesIn, removeAll } from './disk.js';
import { beside, parseBeside, RESERVED } from './names.js';

/*
 * How a target changes: fill `new`; target -> `old`; `new` -> target; `old` -> `trash`; delete `trash`.
 * So `old` is complete whenever it exists, while `new` and `trash` may be half. The rule after a death follows:
 * a target that is absent while `old` exists is put back from it; everything else beside the targets is deleted.
 * (A complete `new` is dropped then, too. It costs one more run and needs no mark that says "complete".)
 */

/** The folder that holds a target now: its own, or its old tree when a run died between the two renames. */
export function resolveTargetDir(outDir: string, target: string): string {
  const own = join(outDir, target);
  if (kindAt(own) !== undefined) return own;
  const old = beside(outDir, 'old', target);
  return kindAt(old) === 'folder' ? old : own;
}

/** Whether a dead run (or one at work) left anything of wdgen beside the targets. */
export function hasLeftovers(outDir: string): boolean {
  return namesIn(outDir).some((name) => name.startsWith(RESERVED));
}

/** Brings back what a dead run left half-way and deletes its leftovers. Only under the lock. */
export function recover(outDir: string): void {
  const left = namesIn(outDir).flatMap((name) => parseBeside(name) ?? []);
  for (const { target } of left.filter(({ place }) => place === 'old')) {
    const own = join(outDir, target);
    if (kindAt(own) === undefined) renameSync(beside(outDir, 'old', target), own);
  }
  for (const { target } of left) discard(outDir, target);
}

/** Deletes everything beside a target; its old tree by way of `trash`, so that a half `old` never exists. */
export function discard(outDir: string, target: string): void {
  removeAll(beside(outDir, 'new', target));
  removeAll(beside(outDir, 'trash', target));
  const old = beside(outDir, 'old', target);
  if (kindAt(old) === undefined) return;
  const trash = beside(outDir, 'trash', target);
  renameSync(old, trash);
  removeAll(trash);
}
