import { join } from 'node:path';
import { compareText, ok, type Report } from '../core/report.js';
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

/** What wdgen wrote into an output folder, by its manifests. Files that are not recorded there are not read. */
export function readTargets(outDir: string): Report<WrittenTargets> {
  return reading(outDir, () => {
    const targets = namesIn(outDir).filter(isTargetName).sort(compareText);
    const read = targets.map((target) => [target, readTarget(outDir, target)] as const);
    return ok(
      new Map(read.filter((one): one is [string, ReadonlyMap<string, WrittenFile>] => one[1] !== undefined)),
    );
  });
}

function readTarget(outDir: string, target: string): ReadonlyMap<string, WrittenFile> | undefined {
  const dir = resolveTargetDir(outDir, target);
  if (kindAt(dir) !== 'folder') return undefined;
  const text = textAt(join(dir, MANIFEST));
  const result = text === undefined ? undefined : parseManifest(text.text, target);
  return result?.ok === true ? readFiles(dir, result.manifest) : undefined;
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
