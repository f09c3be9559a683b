import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../core/report.js';
import { errnoOf, kindAt, readRegular } from './disk.js';
import { isAsWanted, judgeOrphan, judgeWanted, standsThere, type Verdict } from './judge.js';
import { ancestors, MANIFEST } from './names.js';
import { resolveTargetDir } from './recover.js';
import { type ManifestState, takeSnapshot } from './snapshot.js';
import type { TargetTree } from './tree.js';

/** What a run would do to a path of wdgen's. */
export interface Change {
  readonly path: string;
  readonly change: 'create' | 'update' | 'delete' | 'mode';
}

/** A path that keeps a target from being written, and why: `its mode is 0755, wdgen wrote 0644`. */
export interface Obstacle {
  readonly path: string;
  readonly why: string;
}

/** A target's folder against what is wanted. Plain data, sorted by path. */
export interface TargetComparison {
  readonly target: string;
  readonly state: 'absent' | 'same' | 'stale' | 'blocked';
  readonly changes: readonly Change[];
  /** What wdgen wrote and somebody changed. Only `force` overwrites or deletes it. */
  readonly handEdited: readonly Obstacle[];
  /** What wdgen did not write and needs the place of. Nothing overwrites it. `.` is the target's folder itself. */
  readonly foreignInTheWay: readonly Obstacle[];
  /** What wdgen did not write; a folder counts once. Carried over as it is. */
  readonly foreign: readonly string[];
  /** Why the manifest cannot be believed; null when it can, or when there is none. */
  readonly manifestDamaged: string | null;
}

/**
 * Compares a target's folder with what is wanted. Reads only; follows no symlink below the output folder. Needs no
 * lock: when another run swaps the folder meanwhile, it looks again.
 */
export function compareTarget(outDir: string, tree: TargetTree): TargetComparison {
  for (let attempts = 10; ; attempts--) {
    const before = locate(outDir, tree.target);
    const swapped = (): boolean => attempts > 0 && locate(outDir, tree.target).identity !== before.identity;
    try {
      const comparison = compareAt(before.dir, tree);
      if (!swapped()) return comparison;
    } catch (error) {
      if (!swapped()) throw error;
    }
  }
}

/**
 * Whether a target's folder is what is wanted, for sure: the quick answer for a run that changes nothing, which does
 * not look for what is not wdgen's. When false, `compareTarget` finds out why.
 */
export function isSame(outDir: string, tree: TargetTree): boolean {
  const dir = join(outDir, tree.target);
  const folders = new Set([...tree.files.keys()].flatMap(ancestors));
  try {
    if (kindAt(dir) !== 'folder') return false;
    for (const folder of folders) if (kindAt(join(dir, folder)) !== 'folder') return false;
    if (readRegular(join(dir, MANIFEST)).bytes?.toString('utf8') !== tree.manifest) return false;
    for (const [path, file] of tree.files) if (!isAsWanted(readRegular(join(dir, path)), file)) return false;
    return true;
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return false;
  }
}

/** The folder that holds a target, and what tells it from another one at the same place. */
function locate(outDir: string, target: string): { readonly dir: string; readonly identity: string } {
  const dir = resolveTargetDir(outDir, target);
  const stats = lstatSync(dir, { throwIfNoEntry: false });
  return { dir, identity: [dir, stats?.dev, stats?.ino, stats?.ctimeMs].join(' ') };
}

function compareAt(dir: string, tree: TargetTree): TargetComparison {
  const kind = kindAt(dir);
  if (kind === 'folder') return compareFolder(dir, tree);
  if (kind !== undefined)
    return collect(tree.target, [{ kind: 'in-the-way', path: '.', why: standsThere(kind) }]);
  const paths = [...tree.files.keys(), MANIFEST];
  const creations = paths.map((path): Verdict => ({ kind: 'change', path, change: 'create' }));
  return { ...collect(tree.target, creations), state: 'absent' };
}

/** What `isSame` stands for. */
export function same(target: string): TargetComparison {
  return collect(target, []);
}

function compareFolder(dir: string, tree: TargetTree): TargetComparison {
  const snapshot = takeSnapshot(dir, tree);
  const { manifest } = snapshot;
  const verdicts = [judgeManifest(manifest)];
  for (const [path, file] of tree.files) verdicts.push(judgeWanted(snapshot, path, file));
  for (const [path, recorded] of manifest.files) {
    if (!tree.files.has(path)) verdicts.push(judgeOrphan(snapshot, path, recorded));
  }
  return collect(tree.target, verdicts, snapshot.foreign, manifest.damaged);
}

function judgeManifest({ found, upToDate }: ManifestState): Verdict {
  if (found === 'folder') return { kind: 'in-the-way', path: MANIFEST, why: standsThere(found) };
  if (upToDate) return { kind: 'fine' };
  return { kind: 'change', path: MANIFEST, change: found === undefined ? 'create' : 'update' };
}

function collect(
  target: string,
  verdicts: readonly Verdict[],
  foreign: readonly string[] = [],
  damaged?: string,
): TargetComparison {
  const changes: Change[] = [];
  const handEdited: Obstacle[] = [];
  const inTheWay = new Map<string, Obstacle>();
  for (const verdict of verdicts) {
    if (verdict.kind === 'change') changes.push({ path: verdict.path, change: verdict.change });
    else if (verdict.kind === 'hand-edited') handEdited.push({ path: verdict.path, why: verdict.why });
    else if (verdict.kind === 'in-the-way')
      inTheWay.set(verdict.path, { path: verdict.path, why: verdict.why });
  }
  const blocked = handEdited.length + inTheWay.size > 0 || damaged !== undefined;
  return {
    target,
    state: blocked ? 'blocked' : changes.length > 0 ? 'stale' : 'same',
    changes: changes.sort(byPath),
    handEdited: handEdited.sort(byPath),
    foreignInTheWay: [...inTheWay.values()].sort(byPath),
    foreign,
    manifestDamaged: damaged ?? null,
  };
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return compareText(a.path, b.path);
}
