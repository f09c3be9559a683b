import { join } from 'node:path';
import { compareText } from '../core/report.js';
import { type Kind, kindAt, readRegular, scan } from './disk.js';
import { type ManifestEntry, parseManifest } from './manifest.js';
import { ancestors, MANIFEST } from './names.js';
import type { TargetTree } from './tree.js';

/** How wdgen wrote a file, by the manifest. */
export type Recorded = Pick<ManifestEntry, 'sha256' | 'mode'>;

/** What a target's folder holds, and what of it is wdgen's. */
export interface Snapshot {
  readonly dir: string;
  /** Path -> what stands there. Folders of somebody else's are not entered. */
  readonly disk: ReadonlyMap<string, Kind>;
  readonly manifest: ManifestState;
  /** Folders that wanted or recorded files lie in. */
  readonly ownFolders: ReadonlySet<string>;
  /** What wdgen did not write, sorted. */
  readonly foreign: readonly string[];
}

/** The manifest as found: what it records, whether it is what is wanted, and why it cannot be believed. */
export interface ManifestState {
  readonly found: Kind | undefined;
  readonly upToDate: boolean;
  readonly damaged: string | undefined;
  readonly files: ReadonlyMap<string, Recorded>;
}

/** Looks at a target's folder, which must exist. */
export function takeSnapshot(dir: string, tree: TargetTree): Snapshot {
  const manifest = readManifest(dir, tree);
  const paths = [...tree.files.keys(), ...(manifest.upToDate ? [] : manifest.files.keys())];
  const ownFolders = new Set(paths.flatMap(ancestors));
  const disk = scan(dir, ownFolders);
  const isForeign = (path: string): boolean => {
    if (path === MANIFEST || tree.files.has(path)) return false;
    // A folder is wdgen's only as the place of its files, even where wdgen once wrote a file.
    return disk.get(path) === 'folder' ? !ownFolders.has(path) : !manifest.files.has(path);
  };
  return { dir, disk, manifest, ownFolders, foreign: [...disk.keys()].filter(isForeign).sort(compareText) };
}

/** Reads the manifest of a target's folder. One that is byte for byte the wanted one need not be parsed. */
export function readManifest(dir: string, tree: TargetTree): ManifestState {
  const path = join(dir, MANIFEST);
  const found = kindAt(path);
  const none = { found, upToDate: false, damaged: undefined, files: new Map() };
  if (found === undefined) return none;
  if (found !== 'file') return { ...none, damaged: 'it is no regular file' };
  const text = readRegular(path).bytes?.toString('utf8');
  if (text === undefined) return { ...none, damaged: 'it is far too large' };
  if (text === tree.manifest) return { found, upToDate: true, damaged: undefined, files: tree.record.files };
  const result = parseManifest(text, tree.target);
  return result.ok ? { ...none, files: result.manifest.files } : { ...none, damaged: result.reason };
}
