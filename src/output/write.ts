import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.js';
import type { TargetComparison } from './compare.js';
import { kindAt, removeAll } from './disk.js';
import { fault } from './faults.js';
import { beside, MANIFEST } from './names.js';
import { discard } from './recover.js';
import { openStage, type Stage } from './stage.js';
import type { TargetTree } from './tree.js';

export interface WriteOptions {
  /** Overwrite and delete what was changed by hand. What is not wdgen's stays even then. */
  readonly force: boolean;
}

/** Whether the comparison lets the target be written. */
export function mayWrite(comparison: TargetComparison, { force }: WriteOptions): boolean {
  if (comparison.foreignInTheWay.length > 0) return false;
  return force || (comparison.handEdited.length === 0 && comparison.manifestDamaged === null);
}

/**
 * Makes a target's folder what is wanted: stages the whole folder beside it and swaps it in with two renames.
 * Touches nothing when nothing changed. Only under the lock, after `recover`, and when `mayWrite`.
 */
export function writeTarget(
  outDir: string,
  tree: TargetTree,
  comparison: TargetComparison,
  options: WriteOptions,
): readonly Diagnostic[] {
  if (comparison.state === 'same') return [];
  if (!mayWrite(comparison, options)) throw new Error(`${tree.target} is blocked`);
  return replaceTarget(outDir, tree.target, (stage) => {
    const toWrite = new Set([...comparison.changes, ...comparison.handEdited].map(({ path }) => path));
    for (const [path, { text, mode }] of tree.files) {
      if (toWrite.has(path)) stage.write(path, text, mode);
      else stage.keep(path, text, mode);
    }
    for (const path of comparison.foreign) stage.carry(path);
    stage.write(MANIFEST, tree.manifest, 0o644);
  });
}

/** Stages a folder with `fill` and swaps it in. On a system error the old folder stays and the stage goes. */
export function replaceTarget(
  outDir: string,
  target: string,
  fill: (stage: Stage) => void,
): readonly Diagnostic[] {
  const staged = beside(outDir, 'new', target);
  try {
    fill(openStage(join(outDir, target), staged));
    swapIn(outDir, target);
  } catch (error) {
    return [fault(error, `Writing target ${target}`), ...tidy(target, () => removeAll(staged))];
  }
  return tidy(target, () => discard(outDir, target));
}

function swapIn(outDir: string, target: string): void {
  const own = join(outDir, target);
  const staged = beside(outDir, 'new', target);
  const old = beside(outDir, 'old', target);
  const replaces = kindAt(own) !== undefined;
  if (replaces) renameSync(own, old);
  try {
    renameSync(staged, own);
  } catch (error) {
    if (replaces) renameSync(old, own);
    throw error;
  }
}

/** The target is as it should be already; what cannot be deleted beside it is left to the next run. */
function tidy(target: string, remove: () => void): readonly Diagnostic[] {
  try {
    remove();
    return [];
  } catch (error) {
    return [fault(error, `Removing a copy of target ${target}`, 'The target itself is complete.')];
  }
}
