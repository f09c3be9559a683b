import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { compareText, failed, ok, type Report } from '../core/report.js';
import { kindAt, namesIn, readRegular } from './disk.js';
import { type Manifest, type ManifestEntry, modeText, parseManifest } from './manifest.js';
import { isTargetName, MANIFEST } from './names.js';
import { resolveTargetDir } from './recover.js';
import { reading } from './session.js';

/** A generated file: as it stands on disk, with the state that its manifest gives it. */
export interface WrittenFile {
  readonly text: string;
  readonly mode: ManifestEntry['mode'];
  readonly state: ManifestEntry['state'];
}

/** Target -> path -> file. */
export type WrittenTargets = ReadonlyMap<string, ReadonlyMap<string, WrittenFile>>;

/**
 * What wdgen wrote into an output folder, by its manifests. Files that are not recorded there are not read; of a
 * manifest that cannot be believed nothing is.
 */
export function readTargets(outDir: string): Report<WrittenTargets> {
  return reading(outDir, () => {
    const read = new Map<string, ReadonlyMap<string, WrittenFile>>();
    const damaged: Diagnostic[] = [];
    for (const target of namesIn(outDir).filter(isTargetName).sort(compareText)) {
      const files = readTarget(outDir, target);
      if (typeof files === 'string') damaged.push(disbelieved(join(outDir, target, MANIFEST), files));
      else if (files !== undefined) read.set(target, files);
    }
    return damaged.length > 0 ? failed(damaged) : ok(read);
  });
}

function disbelieved(path: string, reason: string): Diagnostic {
  return diagnostic('WD0604', {
    detail: `${path} cannot be believed: ${reason}.`,
    help: 'bring it back from version control, or generate anew',
  });
}

/** The files of a target's folder, or why its manifest cannot be believed; nothing where none is. */
function readTarget(outDir: string, target: string): ReadonlyMap<string, WrittenFile> | string | undefined {
  const dir = resolveTargetDir(outDir, target);
  if (kindAt(dir) !== 'folder') return undefined;
  const manifest = textAt(join(dir, MANIFEST));
  if (manifest === undefined) return undefined;
  const result = parseManifest(manifest.text, target);
  return result.ok ? readFiles(dir, result.manifest) : result.reason;
}

function readFiles(dir: string, { files }: Manifest): ReadonlyMap<string, WrittenFile> {
  const found = new Map<string, WrittenFile>();
  for (const { path, state } of files.values()) {
    const file = textAt(join(dir, path));
    if (file !== undefined) found.set(path, { ...file, state });
  }
  return found;
}

function textAt(path: string): Pick<WrittenFile, 'text' | 'mode'> | undefined {
  if (kindAt(path) !== 'file') return undefined;
  const { bytes, mode } = readRegular(path);
  if (bytes === undefined) return undefined;
  return { text: bytes.toString('utf8'), mode: modeText((mode & 0o100) === 0 ? 0o644 : 0o755) };
}
