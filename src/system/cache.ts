import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { makeFolders } from '../disk/folders.js';

/**
 * Where wdgen keeps what is costly to fetch: `$XDG_CACHE_HOME/wdgen`, else `~/.cache/wdgen`; its tests have a place of their
 * own. A relative XDG_CACHE_HOME is ignored, as the XDG Base Directory Specification wants it.
 */
export function cacheFolder(owner: 'wdgen' | 'wdgen-test' = 'wdgen'): string {
  const wanted = process.env['XDG_CACHE_HOME'] ?? '';
  return join(isAbsolute(wanted) ? wanted : join(homedir(), '.cache'), owner);
}

/** Where `generate` remembers its runs; undefined with WDGEN_RECEIPTS=off, or where nobody has a home. */
export function receiptsFolder(): string | undefined {
  if (process.env['WDGEN_RECEIPTS'] === 'off') return undefined;
  try {
    return join(cacheFolder(), 'receipts');
  } catch {
    return undefined;
  }
}

/** The cached folder with this key; undefined when it has not been made yet. Only looks. */
export function cachedFolder(key: string): string | undefined {
  const place = join(cacheFolder(), key);
  return existsSync(place) ? place : undefined;
}

/**
 * The cached folder with this key; made by `fill` when it is not there yet. It is filled beside its place and renamed:
 * a run that dies leaves no half folder, and of two runs at once the first to finish wins.
 */
export async function cached(key: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const place = join(cacheFolder(), key);
  if (existsSync(place)) return place;
  const draft = newDraft(cacheFolder(), key);
  try {
    await fill(draft);
    keepDraft(draft, place);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return place;
}

/** A folder to be filled for a key. Drafts of runs that are gone are removed: their process id stands in the name. */
export function newDraft(root: string, key: string): string {
  makeFolders(root);
  for (const name of readdirSync(root)) {
    if (!name.startsWith(`${key}.`)) continue;
    const pid = Number.parseInt(name.slice(key.length + 1), 10);
    if (!Number.isNaN(pid) && !runs(pid)) rmSync(join(root, name), { recursive: true, force: true });
  }
  return mkdtempSync(join(root, `${key}.${process.pid}.`));
}

/** Puts a draft that is complete in its place, unless another run was first. */
export function keepDraft(draft: string, place: string): void {
  try {
    renameSync(draft, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
