import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { root, wdgen } from '../../lib/wdgen.js';
import type { PutFile } from './initramfs.js';

/** Every file of a target that the real command generates from the examples, after some changes to their spec. */
export function generatedTree(
  t: Test,
  target: string,
  changes: readonly (readonly [from: string | RegExp, to: string])[] = [],
): ReadonlyMap<string, PutFile> {
  const work = mkdtempSync(join(tmpdir(), 'wdgen-generated-'));
  t.teardown(() => rmSync(work, { recursive: true, force: true }));
  let spec = readFileSync(join(root, 'examples/watchdog.toml'), 'utf8');
  for (const [from, to] of changes) {
    const changed = spec.replace(from, to);
    if (changed === spec) throw new Error(`the examples do not hold ${from}`);
    spec = changed;
  }
  writeFileSync(join(work, 'watchdog.toml'), spec);
  const { exit, stderr } = wdgen(['generate', '--target', target], work);
  if (exit !== 0) throw new Error(stderr);
  const tree = join(work, 'generated', target);
  const files = readdirSync(tree, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(tree, name)).isFile(),
  );
  return new Map(
    files.map((name) => {
      const file = join(tree, name);
      const mode = statSync(file).mode & 0o777;
      return [name, { path: `/${name}`, text: readFileSync(file, 'utf8'), mode }];
    }),
  );
}

/** What of a tree lands in the image, at its place there. */
export function inImage(tree: ReadonlyMap<string, PutFile>): PutFile[] {
  return [...tree]
    .filter(([name]) => name.startsWith('rootfs/'))
    .map(([name, file]) => ({ ...file, path: name.slice('rootfs'.length) }));
}
