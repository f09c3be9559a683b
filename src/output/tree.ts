import type { Artefact } from '../backends/types.js';
import { compareText } from '../core/report.js';
import { type Manifest, makeManifest, renderManifest } from './manifest.js';
import { ancestors, isTargetName, pathProblem } from './names.js';

/** What a target's folder shall hold. */
export interface TargetTree {
  readonly target: string;
  /** Path below the target's folder -> file, sorted by code units. Without the manifest. */
  readonly files: ReadonlyMap<string, Artefact>;
  /** The manifest that belongs to these files, and its text. */
  readonly record: Manifest;
  readonly manifest: string;
}

/**
 * Puts a target's artefacts into one tree. Throws on what no backend may produce: a path twice, a file where
 * another file needs a folder, a path that could leave the target's folder.
 */
export function buildTree(
  target: string,
  artefacts: readonly Artefact[],
  spec: string = 'watchdog.toml',
): TargetTree {
  if (!isTargetName(target)) throw new Error(`not a target name: ${JSON.stringify(target)}`);
  const files = new Map<string, Artefact>();
  for (const artefact of [...artefacts].sort((a, b) => compareText(a.path, b.path))) {
    const problem = pathProblem(artefact.path) ?? (files.has(artefact.path) ? 'is made twice' : undefined);
    if (problem !== undefined) throw new Error(`${target}: path ${JSON.stringify(artefact.path)} ${problem}`);
    files.set(artefact.path, artefact);
  }
  for (const path of files.keys()) {
    const file = ancestors(path).find((folder) => files.has(folder));
    if (file !== undefined) throw new Error(`${target}: ${file} is both a file and the folder of ${path}`);
  }
  const record = makeManifest(target, spec, files.values());
  return { target, files, record, manifest: renderManifest(record) };
}
