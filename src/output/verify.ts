import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { compareText, ok, type Report } from '../core/report.js';
import { kindAt, namesIn, readRegular, scan } from './disk.js';
import { difference, standsThere } from './judge.js';
import { type Manifest, parseManifest } from './manifest.js';
import { ancestors, isTargetName, MANIFEST, RESERVED } from './names.js';
import { reading } from './session.js';

/** Where `ssh-keygen -Y sign` puts the signature of a manifest. The one file that may stand beside those listed. */
export const MANIFEST_SIGNATURE = `${MANIFEST}.sig`;

/** A target's folder, judged by nothing but its own manifest. */
export interface Verified {
  readonly target: string;
  /** The manifest's text as it was read, once; absent when there is none to believe. */
  readonly manifest?: string;
  /** The signature's text; absent when there is none. */
  readonly signature?: string;
  readonly files: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** What stands in the output folder and is no target's folder: nothing in it was signed. */
export function besideTargets(outDir: string): Report<readonly never[]> {
  return reading(outDir, () => {
    const names = namesIn(outDir).filter((name) => !name.startsWith(RESERVED));
    const odd = names.filter((name) => !isTargetName(name) || kindAt(join(outDir, name)) !== 'folder');
    return { value: [], diagnostics: odd.sort(compareText).map((name) => unlisted(join(outDir, name))) };
  });
}

/** The finding for something that no manifest lists. */
export function unlisted(path: string, target?: string): Diagnostic {
  return odd(
    path,
    target,
    target === undefined ? "it is no target's folder" : 'the manifest does not list it',
  );
}

/**
 * Judges the folders of targets by their manifests alone, without a spec: exactly the files listed, as listed. Without
 * any name it judges every folder that can be a target's.
 */
export function verifyTargets(
  outDir: string,
  wanted: (name: string) => boolean,
): Report<readonly Verified[]> {
  return reading(outDir, () => {
    const names = namesIn(outDir).filter((name) => isTargetName(name) && wanted(name));
    const folders = names.filter((name) => kindAt(join(outDir, name)) === 'folder').sort(compareText);
    return ok(folders.map((target) => verifyTarget(outDir, target)));
  });
}

function verifyTarget(outDir: string, target: string): Verified {
  const dir = join(outDir, target);
  const signature = textAt(join(dir, MANIFEST_SIGNATURE));
  const own = { target, ...(signature === undefined ? {} : { signature }) };
  const refuse = (found: Diagnostic): Verified => ({ ...own, files: 0, diagnostics: [found] });
  const manifest = textAt(join(dir, MANIFEST));
  if (manifest === undefined)
    return refuse(odd(join(dir, MANIFEST), target, 'it is no regular file, or missing'));
  const parsed = parseManifest(manifest, target);
  if (!parsed.ok) return refuse(disbelieved(join(dir, MANIFEST), target, parsed.reason));
  const { files } = parsed.manifest;
  return { ...own, manifest, files: files.size, diagnostics: judgeFolder(dir, parsed.manifest) };
}

function judgeFolder(dir: string, { target, files }: Manifest): Diagnostic[] {
  const folders = new Set([...files.keys()].flatMap(ancestors));
  const disk = scan(dir, folders);
  const found: Diagnostic[] = [];
  for (const [path, entry] of files) {
    const kind = disk.get(path);
    const why =
      kind === undefined
        ? 'it is missing'
        : kind === 'file'
          ? difference(readRegular(join(dir, path)), entry)
          : standsThere(kind);
    if (why !== undefined) found.push(odd(join(dir, path), target, why));
  }
  const known = new Set([MANIFEST, MANIFEST_SIGNATURE, ...files.keys()]);
  for (const [path, kind] of disk) {
    if (known.has(path) || (kind === 'folder' && folders.has(path))) continue;
    found.push(unlisted(join(dir, path), target));
  }
  return found;
}

function textAt(path: string): string | undefined {
  if (kindAt(path) !== 'file') return undefined;
  return readRegular(path).bytes?.toString('utf8');
}

function odd(path: string, target: string | undefined, why: string): Diagnostic {
  return diagnostic('WD0507', {
    detail: `\`${path.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?')}\`: ${why}.`,
    help: 'bring the folder back from where it was signed, or generate, look at the change and sign anew',
    ...(target === undefined ? {} : { path: ['target', target] }),
  });
}

function disbelieved(path: string, target: string, reason: string): Diagnostic {
  return diagnostic('WD0503', {
    detail: `\`${path}\` cannot be believed: ${reason}.`,
    help: 'bring it back from where it was signed',
    path: ['target', target],
  });
}
