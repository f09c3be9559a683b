// Other versions of Node, fetched once as pinned npm packages that hold nothing but the executable.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Test } from 'tap';
import { root } from '../../lib/wdgen.js';

const folder = join(root, 'test', 'nodes');

function nodeAt(version: string): string {
  return join(folder, 'node_modules', `node${version}-${process.arch}`, 'bin', 'node');
}

/** This Node, and those of 22 and 24; the others are missing, aloud, where they cannot be fetched. */
export function nodes(t: Test): readonly string[] {
  const others = ['22', '24'].map(nodeAt);
  if (!others.every((one) => existsSync(one))) {
    // `ci` takes what the lock file pins, by hash, and nothing in it runs at install.
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    spawnSync('npm', args, { cwd: folder, stdio: 'ignore', timeout: 300_000 });
  }
  const found = others.filter((one) => existsSync(one));
  if (found.length < others.length) {
    const message = `Node 22 and 24 cannot be fetched (npm ci in test/nodes, ${process.arch})`;
    if (process.env['CI'] === 'true') t.fail(message);
    else t.pass('other versions of Node', { skip: message });
  }
  return [process.execPath, ...found];
}
