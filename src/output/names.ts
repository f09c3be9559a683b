import { join } from 'node:path';

/** The file that lists what wdgen wrote into a target's folder. */
export const MANIFEST = 'manifest.json';

/** Every name wdgen makes in the output folder beside the targets starts with this; no target can. */
export const RESERVED = '.wdgen-';

/**
 * Folders beside a target while it is being written.
 * `new`: being filled, never read. `old`: a complete tree, always. `trash`: being deleted, never read.
 */
export type Place = 'new' | 'old' | 'trash';

const TARGET_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const BESIDE = /^\.wdgen-(new|old|trash)-(.*)$/;

/** Whether a text can be a target's name, and so a folder's. */
export function isTargetName(name: string): boolean {
  return TARGET_NAME.test(name);
}

/** The folder of a kind beside a target's own. */
export function beside(outDir: string, place: Place, target: string): string {
  return join(outDir, `${RESERVED}${place}-${target}`);
}

/** Reads a name that `beside` made; undefined for anything else. */
export function parseBeside(name: string): { readonly place: Place; readonly target: string } | undefined {
  const match = BESIDE.exec(name);
  const target = match?.[2];
  if (target === undefined || !isTargetName(target)) return undefined;
  return { place: match?.[1] as Place, target };
}

/** Why a path may not stand in a tree; undefined for a good one. */
export function pathProblem(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'holds a control character';
  if (path.includes('\\')) return 'holds a backslash';
  if (path.startsWith('/')) return 'is absolute';
  for (const part of path.split('/')) {
    if (part === '') return 'has an empty part';
    if (part === '.' || part === '..') return `has a part ${part}`;
  }
  return path === MANIFEST ? 'is the name of the manifest' : undefined;
}

/** The folders a path lies in, outermost first: `a/b/c` -> `a`, `a/b`. */
export function ancestors(path: string): string[] {
  const found: string[] = [];
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) found.push(path.slice(0, at));
  return found;
}
