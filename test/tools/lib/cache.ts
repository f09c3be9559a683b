import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** Where tests keep what is costly to make: $XDG_CACHE_HOME/wdgen-test, else ~/.cache/wdgen-test. */
export function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'wdgen-test');
}

/**
 * The cached folder with this key; made by `fill` when it is not there yet. It is filled beside its place and renamed,
 * so a run that dies leaves no half folder, and of two runs at once the first to finish wins.
 */
export function cached(key: string, fill: (folder: string) => void): string {
  const place = join(cacheFolder(), key);
  if (existsSync(place)) return place;
  mkdirSync(cacheFolder(), { recursive: true });
  const draft = mkdtempSync(`${place}.`);
  try {
    fill(draft);
    renameSync(draft, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return place;
}

/** The version of an installed Debian package, as dpkg writes it. */
export function installedVersion(debianPackage: string): string {
  const args = ['--show', '--showformat', '${Version}', debianPackage];
  return execFileSync('dpkg-query', args, { encoding: 'utf8' }).trim();
}
