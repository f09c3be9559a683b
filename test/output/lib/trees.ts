import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../../src/core/diagnostic.js';
import { applyTargets, buildTree, type TargetTree } from '../../../src/output/index.js';

/** A tree from path -> text; a text that starts with `#!` becomes executable. */
export function treeOf(files: Readonly<Record<string, string>>, target: string = 'box'): TargetTree {
  const artefacts = Object.entries(files).map(([path, text]) => ({
    path,
    text,
    mode: text.startsWith('#!') ? (0o755 as const) : (0o644 as const),
    backend: 'systemd' as const,
    state: 'active' as const,
    origin: [`target.${target}.watchdog`],
  }));
  return buildTree(target, artefacts);
}

/** A small tree with what matters: nested folders, an executable, an empty file. */
export const FIRST = {
  'README.md': '# box\n',
  'rootfs/etc/init.d/S01watchdog': '#!/bin/sh\nexit 0\n',
  'rootfs/etc/watchdog.conf': 'interval = 10\n',
  'kernel/watchdog.config': 'CONFIG_WATCHDOG=y\n',
  'kernel/empty': '',
} as const;

/** The same target later: one file changed, one new, one gone, the rest as before. */
export const SECOND = {
  'README.md': '# box\n',
  'rootfs/etc/init.d/S01watchdog': '#!/bin/sh\nexit 1\n',
  'rootfs/etc/watchdog.conf': 'interval = 10\n',
  'kernel/watchdog.config': 'CONFIG_WATCHDOG=y\nCONFIG_WATCHDOG_NOWAYOUT=y\n',
  'u-boot/boot.cmd': 'boot\n',
} as const;

/** Services of a tree as large as real ones get: each a folder with three files. */
const services = (names: readonly string[], run: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => [
      [`rootfs/etc/s6-rc/source/${name}/type`, 'longrun\n'],
      [`rootfs/etc/s6-rc/source/${name}/run`, `#!/bin/execlineb -P\n${run} ${name}\n`],
      [`rootfs/etc/s6-rc/source/${name}/dependencies.d/base`, ''],
    ]),
  );

/** A tree of 20 files, and the same target later: every script changed, one service gone, one new. */
export const LARGE = { ...FIRST, ...services(['a', 'b', 'c', 'd', 'e'], 'feed') };
export const LARGE_LATER = { ...SECOND, ...services(['b', 'c', 'd', 'e', 'f'], 'pet') };

/** Applies one tree and returns the outcome (or undefined) and the codes that came with it. */
export function apply(
  outDir: string,
  tree: TargetTree,
  options: { readonly force?: boolean; readonly dryRun?: boolean; readonly lockWaitMs?: number } = {},
): {
  readonly outcome: string | undefined;
  readonly codes: string[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const { value, diagnostics } = applyTargets(outDir, [tree], options);
  return { outcome: value?.[0]?.outcome, codes: diagnostics.map(({ code }) => code), diagnostics };
}

/** Everything below a folder: path -> `mode text`, `link target` or `folder mode`. */
export function contents(dir: string, extra: 'none' | 'identity' = 'none'): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (below: string): void => {
    for (const name of readdirSync(join(dir, below)).sort()) {
      const path = below === '' ? name : `${below}/${name}`;
      const stats = lstatSync(join(dir, path));
      const mode = (stats.mode & 0o7777).toString(8);
      const key = stats.isDirectory() ? `${path}/` : path;
      if (stats.isDirectory()) found[key] = mode;
      else if (stats.isSymbolicLink()) found[key] = `-> ${readlinkSync(join(dir, path))}`;
      else if (stats.isFile()) found[key] = `${mode} ${readFileSync(join(dir, path), 'utf8')}`;
      else found[key] = 'special';
      if (extra === 'identity') found[key] += ` ${stats.ino} ${stats.mtimeMs} ${stats.ctimeMs}`;
      if (stats.isDirectory()) walk(path);
    }
  };
  walk('');
  return found;
}

/** What `contents` finds after a tree was written into an empty folder. */
export function expected(tree: TargetTree): Record<string, string> {
  const found: Record<string, string> = { 'manifest.json': `644 ${tree.manifest}` };
  for (const { path, mode, text } of tree.files.values()) {
    found[path] = `${mode.toString(8)} ${text}`;
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
      found[path.slice(0, at + 1)] = '755';
    }
  }
  return found;
}
