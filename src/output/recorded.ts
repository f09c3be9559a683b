import { join } from 'node:path';
import { errnoOf, kindAt, readRegular } from './disk.js';
import { difference } from './judge.js';
import { type ManifestEntry, sha256 } from './manifest.js';
import { ancestors, isTargetName, MANIFEST } from './names.js';

/**
 * Whether a target's folder holds, for sure, what the manifest with this SHA-256 lists: every file, its bytes and its
 * mode. Like `isSame`, for a run that does not have the files themselves: what is not wdgen's is not looked for.
 */
export function isAsRecorded(outDir: string, target: string, manifestSha256: string): boolean {
  const dir = join(outDir, target);
  try {
    if (!isTargetName(target) || kindAt(dir) !== 'folder') return false;
    const { bytes } = readRegular(join(dir, MANIFEST));
    if (bytes === undefined || sha256(bytes) !== manifestSha256) return false;
    // Not parsed strictly: by its hash it is what this very wdgen has written.
    const { files } = JSON.parse(bytes.toString('utf8')) as { files: readonly ManifestEntry[] };
    const folders = new Set(files.flatMap(({ path }) => ancestors(path)));
    for (const folder of folders) if (kindAt(join(dir, folder)) !== 'folder') return false;
    return files.every((entry) => difference(readRegular(join(dir, entry.path)), entry) === undefined);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return false;
  }
}
