import { join } from 'node:path';
import { ok, type Report } from '../core/report.js';
import { kindAt, readRegular, scan } from './disk.js';
import { ancestors, MANIFEST } from './names.js';
import { resolveTargetDir } from './recover.js';
import { reading } from './session.js';
import { readManifest } from './snapshot.js';
import type { TargetTree } from './tree.js';
import { unifiedDiff } from './unified-diff.js';

/**
 * What `applyTargets` would change in a target's texts, as a patch against the output folder; empty when nothing.
 * Covers wanted files, orphans and, with `manifest`, the manifest.
 */
export function diffTarget(
  outDir: string,
  tree: TargetTree,
  options: { readonly manifest?: boolean } = {},
): Report<string> {
  return reading(outDir, () => {
    const dir = resolveTargetDir(outDir, tree.target);
    const exists = kindAt(dir) === 'folder';
    const recorded = exists ? readManifest(dir, tree).files : new Map<string, unknown>();
    const wanted = new Map([...tree.files].map(([path, { text }]) => [path, text]));
    if (options.manifest === true) wanted.set(MANIFEST, tree.manifest);
    const paths = [...new Set([...wanted.keys(), ...recorded.keys()])].sort();
    const disk = exists ? scan(dir, new Set(paths.flatMap(ancestors))) : new Map();
    const patches = paths.map((path) => {
      const old = disk.get(path) === 'file' ? readText(join(dir, path)) : undefined;
      return patch(`${tree.target}/${path}`, old, wanted.get(path));
    });
    return ok(patches.join(''));
  });
}

function readText(path: string): string | undefined {
  return readRegular(path).bytes?.toString('utf8');
}

function patch(path: string, old: string | undefined, wanted: string | undefined): string {
  const a = old === undefined ? '/dev/null' : `a/${path}`;
  const b = wanted === undefined ? '/dev/null' : `b/${path}`;
  return unifiedDiff(a, old ?? '', b, wanted ?? '');
}
