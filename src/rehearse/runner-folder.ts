import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatOwner, livenessOf, parseOwner, thisProcess } from '../output/owner.js';

const PREFIX = 'wdgen-rehearse-';
const OWNER = 'owner';

/** A folder whose maker died before it said who it is, or cannot be looked up from here, is left alone for so long. */
const SILENT_MS = 24 * 3_600_000;

/** Makes the folder of a rehearsal, which says whose it is. */
export function makeFolder(under: string): string {
  const folder = mkdtempSync(join(under, PREFIX));
  writeFileSync(join(folder, OWNER), `${formatOwner(thisProcess())}\n`);
  return folder;
}

/** Removes a folder with everything in it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/**
 * Removes what rehearsals left that were killed. Their machines died with them: the kernel kills a machine whose parent
 * ends (prctl(2), PR_SET_PDEATHSIG). Returns the folders that were removed.
 */
export function sweepFolders(under: string, nowMs: number): readonly string[] {
  return readdirSync(under)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => join(under, name))
    .filter((folder) => isLeft(folder, nowMs))
    .filter((folder) => {
      removeFolder(folder);
      return true;
    });
}

function isLeft(folder: string, nowMs: number): boolean {
  try {
    const stats = lstatSync(folder);
    if (!stats.isDirectory() || stats.uid !== process.getuid?.()) return false;
    const owner = parseOwner(ownerText(folder));
    const liveness = owner === undefined ? 'unknown' : livenessOf(owner);
    return liveness === 'dead' || (liveness === 'unknown' && nowMs - stats.mtimeMs > SILENT_MS);
  } catch (error) {
    // Another run has swept it meanwhile.
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

function ownerText(folder: string): string {
  try {
    return readFileSync(join(folder, OWNER), 'utf8').trim();
  } catch {
    return '';
  }
}
