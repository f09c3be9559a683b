import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keepDraft, newDraft, cacheFolder as ownedBy } from '../../../src/system/cache.js';

/** Where tests keep what is costly to make: $XDG_CACHE_HOME/wdgen-test, else ~/.cache/wdgen-test. */
export function cacheFolder(): string {
  return ownedBy('wdgen-test');
}

/** The cached folder with this key; made by `fill` when it is not there yet, as the product makes its own. */
export function cached(key: string, fill: (folder: string) => void): string {
  const place = join(cacheFolder(), key);
  if (existsSync(place)) return place;
  const draft = newDraft(cacheFolder(), key);
  try {
    fill(draft);
    keepDraft(draft, place);
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
