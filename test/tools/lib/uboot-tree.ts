import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { candidateVersion, fetchSource } from './busybox-tree.js';
import { cached } from './cache.js';
import { readConfig } from './dot-config.js';
import type { Tool } from './need.js';

/** What `prepareUbootTree` needs on the machine, besides a Debian mirror the first time. */
export const ubootTreeTools: readonly Tool[] = [
  { command: 'apt-get', debian: 'apt' },
  { command: 'dpkg-source', debian: 'dpkg-dev' },
  { command: 'make', debian: 'make' },
  { command: 'gcc', debian: 'gcc' },
  { command: 'flex', debian: 'flex' },
  { command: 'bison', debian: 'bison' },
];

/**
 * Debian's U-Boot sources (2023.01) with their own `conf`, and the configuration of some boards. Returns the folder
 * of the tree, in the cache, keyed by the version of the package.
 */
export function prepareUbootTree(boards: readonly string[]): string {
  const folder = cached(`u-boot_${candidateVersion('u-boot-qemu')}`, (draft) => {
    const tree = join(draft, 'source');
    renameSync(fetchSource('u-boot', draft), tree);
    for (const board of boards) {
      execFileSync('make', ['-s', '-C', tree, `${board}_defconfig`], { stdio: 'pipe', env: inEnglish() });
      copyFileSync(join(tree, '.config'), join(tree, `start.${board}`));
    }
    rmSync(join(tree, '.config'));
  });
  return join(folder, 'source');
}

/** The configuration after U-Boot's own merge_config.sh and `conf`, which drops what it does not know or cannot set. */
export function mergeUbootFragment(tree: string, board: string, fragment: string): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'wdgen-uboot-'));
  try {
    writeFileSync(join(folder, 'fragment'), fragment);
    copyFileSync(join(tree, `start.${board}`), join(folder, 'base'));
    const script = join(tree, 'scripts/kconfig/merge_config.sh');
    execFileSync('sh', [script, '-m', '-O', folder, join(folder, 'base'), join(folder, 'fragment')], {
      cwd: tree,
      stdio: 'pipe',
      env: inEnglish(),
    });
    execFileSync(join(tree, 'scripts/kconfig/conf'), ['--olddefconfig', 'Kconfig'], {
      cwd: tree,
      stdio: 'pipe',
      env: {
        ...inEnglish(),
        ...{ srctree: tree, KCONFIG_CONFIG: join(folder, '.config'), CC: 'gcc', UBOOTVERSION: '2023.01' },
        ...{ KERNELVERSION: '2023.01', CC_VERSION_TEXT: '' },
      },
    });
    return readConfig(readFileSync(join(folder, '.config'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function inEnglish(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: 'C' };
}
