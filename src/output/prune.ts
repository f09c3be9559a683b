import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { compareText, failed, ok, type Report } from '../core/report.js';
import { compareTarget } from './compare.js';
import { kindAt, namesIn, readRegular, removeAll } from './disk.js';
import { fault } from './faults.js';
import { obstacles } from './findings.js';
import { parseManifest } from './manifest.js';
import { beside, isTargetName, MANIFEST } from './names.js';
import { LOCK_WAIT_MS, reading, withSession } from './session.js';
import { buildTree, type TargetTree } from './tree.js';
import { replaceTarget } from './write.js';

export interface RemoveResult {
  readonly target: string;
  /** Files of wdgen's that were deleted. */
  readonly removed: readonly string[];
  /** What was changed by hand or never was wdgen's, and therefore stays. */
  readonly kept: readonly string[];
}

/**
 * Targets that wdgen wrote once and that are not wanted any more: folders with a sound manifest of that name.
 * One finding (WD0504) each.
 */
export function findOrphans(outDir: string, wanted: Iterable<string>): Report<readonly string[]> {
  return reading(outDir, () => {
    const known = new Set(wanted);
    const orphans = namesIn(outDir)
      .filter((name) => !known.has(name) && isTargetName(name) && isOurs(outDir, name))
      .sort(compareText);
    return ok(
      orphans,
      orphans.map((name) => orphaned(outDir, name)),
    );
  });
}

/** Deletes what wdgen wrote for a target, and its folder when nothing else is in it. */
export function removeTarget(
  outDir: string,
  target: string,
  options: { readonly force?: boolean; readonly lockWaitMs?: number } = {},
): Report<RemoveResult> {
  return withSession(outDir, options.lockWaitMs ?? LOCK_WAIT_MS, (session) => {
    const begun = session.begin();
    if (begun.value === undefined) return failed(begun.diagnostics);
    if (kindAt(join(outDir, target)) !== 'folder') return ok({ target, removed: [], kept: [] });
    return remove(outDir, target, options.force ?? false);
  });
}

function remove(outDir: string, target: string, force: boolean): Report<RemoveResult> {
  const nothing: TargetTree = { ...buildTree(target, []), manifest: '' };
  const comparison = compareTarget(outDir, nothing);
  if (comparison.manifestDamaged !== null) return failed(obstacles(outDir, comparison, false));
  if (!comparison.changes.some(({ change }) => change === 'update' || change === 'delete')) {
    return ok({ target, removed: [], kept: comparison.foreign });
  }
  const edited = comparison.handEdited.map(({ path }) => path);
  const kept = [...comparison.foreign, ...(force ? [] : edited)].sort(compareText);
  const deleted = [...comparison.changes.map(({ path }) => path), ...(force ? edited : [])];
  const diagnostics =
    kept.length === 0
      ? removeWhole(outDir, target)
      : replaceTarget(outDir, target, (stage) => {
          for (const path of kept) stage.carry(path);
        });
  return diagnostics.length === 0
    ? ok({ target, removed: deleted.sort(compareText), kept })
    : failed(diagnostics);
}

/** Out of sight with one rename, then deleted. */
function removeWhole(outDir: string, target: string): readonly Diagnostic[] {
  const trash = beside(outDir, 'trash', target);
  try {
    renameSync(join(outDir, target), trash);
    removeAll(trash);
    return [];
  } catch (error) {
    return [fault(error, `Removing target ${target}`)];
  }
}

function isOurs(outDir: string, name: string): boolean {
  const folder = join(outDir, name);
  const manifest = join(folder, MANIFEST);
  if (kindAt(folder) !== 'folder' || kindAt(manifest) !== 'file') return false;
  const text = readRegular(manifest).bytes?.toString('utf8');
  return text !== undefined && parseManifest(text, name).ok;
}

function orphaned(outDir: string, name: string): Diagnostic {
  return diagnostic('WD0504', {
    detail: `\`${join(outDir, name)}\` was generated for a target that the spec does not have.`,
    help: 'Delete the folder, or bring the target back into the spec.',
    path: ['target', name],
  });
}
