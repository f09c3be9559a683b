import { join } from 'node:path';
import type { Artefact } from '../backends/types.js';
import { type Found, type Kind, namesIn, readRegular } from './disk.js';
import { modeText, sha256 } from './manifest.js';
import { ancestors } from './names.js';
import type { Recorded, Snapshot } from './snapshot.js';

/** What is to be said about one path. `path` may be a folder above the one that was asked about. */
export type Verdict =
  | { readonly kind: 'fine' }
  | {
      readonly kind: 'change';
      readonly path: string;
      readonly change: 'create' | 'update' | 'delete' | 'mode';
    }
  | { readonly kind: 'hand-edited' | 'in-the-way'; readonly path: string; readonly why: string };

const FINE: Verdict = { kind: 'fine' };

const ARTICLE: Readonly<Record<Kind, string>> = {
  file: 'a file',
  folder: 'a folder',
  symlink: 'a symbolic link',
  other: 'a device, pipe or socket',
};

/** What stands at a path, for a sentence. */
export function standsThere(kind: Kind): string {
  return `${ARTICLE[kind]} stands there`;
}

/**
 * Whether a mode on disk is the one wanted, as far as version control and package stores keep modes: who may
 * execute. A checkout under umask 002 or 077 and a read-only copy in the Nix store are no hand edits; a changed
 * executable bit, set-id bits and write permission for everybody are.
 */
export function modeFits(actual: number, wanted: '0644' | '0755'): boolean {
  if ((actual & 0o7002) !== 0) return false;
  return wanted === '0755' ? (actual & 0o100) !== 0 : (actual & 0o111) === 0;
}

/** Judges a wanted file's place. */
export function judgeWanted(snapshot: Snapshot, path: string, file: Artefact): Verdict {
  const { disk, manifest } = snapshot;
  const blocker = blockerAbove(snapshot, path);
  // A blocker that wdgen recorded is an orphan, and is judged as one.
  if (blocker !== undefined && !manifest.files.has(blocker)) return inTheWay(disk, blocker);
  const kind = blocker === undefined ? disk.get(path) : undefined;
  if (kind === undefined) return { kind: 'change', path, change: 'create' };
  if (kind === 'file') return judgeFile(snapshot, path, file);
  return judgeReplaced(snapshot, path, kind);
}

/** Judges what wdgen wrote and no longer wants: deleted when it is still as wdgen wrote it. */
export function judgeOrphan(snapshot: Snapshot, path: string, recorded: Recorded): Verdict {
  const kind = blockerAbove(snapshot, path) === undefined ? snapshot.disk.get(path) : undefined;
  // A folder there now is somebody else's, and nothing of wdgen's is left at this path.
  if (kind === undefined || kind === 'folder') return FINE;
  if (kind !== 'file') return { kind: 'hand-edited', path, why: standsThere(kind) };
  const why = difference(readRegular(join(snapshot.dir, path)), recorded);
  return why === undefined ? { kind: 'change', path, change: 'delete' } : { kind: 'hand-edited', path, why };
}

/** Whether a file on disk is the wanted one. */
export function isAsWanted(found: Found, file: Artefact): boolean {
  return hasText(found, file.text) && modeFits(found.mode, modeText(file.mode));
}

function hasText({ bytes }: Found, text: string): boolean {
  return bytes?.equals(Buffer.from(text)) ?? false;
}

function judgeFile({ dir, manifest }: Snapshot, path: string, file: Artefact): Verdict {
  const found = readRegular(join(dir, path));
  if (isAsWanted(found, file)) return FINE;
  const recorded = manifest.files.get(path);
  if (recorded === undefined) {
    const kind = manifest.damaged === undefined ? 'in-the-way' : 'hand-edited';
    return { kind, path, why: 'a file that is not in the manifest stands there' };
  }
  const why = difference(found, recorded);
  if (why !== undefined) return { kind: 'hand-edited', path, why };
  return { kind: 'change', path, change: hasText(found, file.text) ? 'mode' : 'update' };
}

/** Something that is no file stands at a wanted file's place. */
function judgeReplaced(snapshot: Snapshot, path: string, kind: Kind): Verdict {
  const { dir, manifest, ownFolders } = snapshot;
  const ours = manifest.files.has(path) || manifest.damaged !== undefined;
  const why = standsThere(kind);
  if (kind !== 'folder') return { kind: ours ? 'hand-edited' : 'in-the-way', path, why };
  if (ownFolders.has(path)) return judgeOwnFolder(snapshot, path);
  const empty = ours && namesIn(join(dir, path)).length === 0;
  return { kind: empty ? 'hand-edited' : 'in-the-way', path, why };
}

/** A folder that wdgen made becomes a file: fine, unless somebody keeps things in it. */
function judgeOwnFolder({ foreign }: Snapshot, path: string): Verdict {
  const inside = foreign.find((other) => other.startsWith(`${path}/`));
  if (inside === undefined) return { kind: 'change', path, change: 'create' };
  return { kind: 'in-the-way', path, why: `a folder that holds \`${inside}\` stands there` };
}

/** How a file differs from what the manifest records; undefined when it does not. */
export function difference(found: Found, recorded: Recorded): string | undefined {
  if (found.bytes === undefined || sha256(found.bytes) !== recorded.sha256) return 'its content was changed';
  if (modeFits(found.mode, recorded.mode)) return undefined;
  return `its mode is ${(found.mode & 0o7777).toString(8).padStart(4, '0')}, wdgen wrote ${recorded.mode}`;
}

/** What stands as no folder where the path needs a folder. */
function blockerAbove({ disk }: Snapshot, path: string): string | undefined {
  return ancestors(path).find((above) => (disk.get(above) ?? 'folder') !== 'folder');
}

function inTheWay(disk: Snapshot['disk'], path: string): Verdict {
  const kind = disk.get(path) ?? 'other';
  return { kind: 'in-the-way', path, why: `${ARTICLE[kind]} stands where a folder is needed` };
}
