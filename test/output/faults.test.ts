import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import t, { type Test } from 'tap';
import { compareTargets } from '../../src/output/index.js';
import { need } from '../tools/lib/need.js';
import { bundleDriver, resultOf, run } from './lib/processes.js';
import { scratch } from './lib/scratch.js';
import { apply, contents, expected, FIRST, SECOND, treeOf } from './lib/trees.js';

const first = treeOf(FIRST);
const second = treeOf(SECOND);
const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;

t.test('modes do not depend on the umask', async (t) => {
  const old = process.umask();
  t.teardown(() => process.umask(old));
  for (const mask of [0o000, 0o022, 0o027, 0o077, 0o777]) {
    const out = join(t.testdir(), 'a/b');
    process.umask(isRoot ? mask : mask & 0o077);
    apply(out, first);
    const fresh = contents(join(out, 'box'));
    apply(out, second);
    process.umask(old);
    t.strictSame(fresh, expected(first), mask.toString(8));
    t.strictSame(contents(join(out, 'box')), expected(second));
    t.equal(lstatSync(out).mode & 0o777, 0o755);
    t.equal(lstatSync(join(out, '..')).mode & 0o777, 0o755);
    t.equal(lstatSync(join(out, 'box')).mode & 0o777, 0o755);
  }
});

/** Runs the driver without root's rights; undefined where that is impossible. */
async function asNobody(t: Test, prepare: (out: string) => void) {
  if (isRoot && !need(t, [{ command: 'setpriv', debian: 'util-linux' }])) return undefined;
  const dir = scratch(t);
  chmodSync(dir, 0o755);
  const driver = bundleDriver(dir);
  const out = join(dir, 'out');
  apply(out, first);
  if (isRoot) execFileSync('chown', ['-R', `${NOBODY}`, out]);
  prepare(out);
  const ids = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  const command = [process.execPath, driver, out, 'second'];
  const ended = await (isRoot ? run('setpriv', [...ids, ...command]) : run('env', command));
  return { out, ...resultOf(ended) };
}

t.test('no permission to write', async (t) => {
  const refused: Readonly<Record<string, (out: string) => void>> = {
    'the output folder': (out) => chmodSync(out, 0o555),
    'a file that cannot be read': (out) => chmodSync(join(out, 'box/README.md'), 0o000),
    'a folder that cannot be read': (out) => chmodSync(join(out, 'box/rootfs'), 0o000),
    'a foreign folder that cannot be read': (out) => {
      mkdirSync(join(out, 'box/private/x'), { recursive: true });
      if (isRoot) chownSync(join(out, 'box/private'), NOBODY, NOBODY);
      chmodSync(join(out, 'box/private'), 0o000);
    },
  };
  for (const [name, prepare] of Object.entries(refused)) {
    await t.test(name, async (t) => {
      let before = {};
      const result = await asNobody(t, (out) => {
        prepare(out);
        if (isRoot) before = contents(out);
      });
      if (result === undefined) return;
      t.strictSame(result.codes, ['WD0901']);
      t.match(result.details[0], /permission was denied \(EACCES\)/);
      t.ok(result.details[0]?.includes(`\`${result.out}`), 'the path is named');
      t.strictSame(readdirSync(result.out), ['box'], 'no leftovers');
      if (isRoot) t.strictSame(contents(result.out), before);
      execFileSync('chmod', ['-R', 'u+rwX', result.out]);
    });
  }
});

t.test('folders that lost their write permission, as copies out of the Nix store do', async (t) => {
  const result = await asNobody(t, (out) => {
    execFileSync('chmod', ['-R', 'a-w', join(out, 'box')]);
  });
  if (result === undefined) return;
  t.strictSame(result.codes, []);
  t.strictSame(contents(join(result.out, 'box')), expected(second));
  t.strictSame(readdirSync(result.out), ['box']);
});

t.test('the disk is full', async (t) => {
  const dir = scratch(t);
  const out = join(dir, 'small');
  mkdirSync(out);
  if (!isRoot || spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'none', out]).status !== 0) {
    t.comment('SKIPPED, only root can mount a small tmpfs');
    return t.pass('mount', { skip: 'only root can mount a small tmpfs' });
  }
  try {
    apply(out, first);
    let failures = 0;
    for (let free = 0; ; free += 4096) {
      fill(join(out, 'filler'), free);
      const { codes, diagnostics } = apply(out, second);
      rmSync(join(out, 'filler'));
      if (codes.length === 0) break;
      failures++;
      t.strictSame(codes, ['WD0901'], `${free} bytes left`);
      t.match(diagnostics[0]?.detail, /the disk is full \(ENOSPC\)/);
      t.match(diagnostics[0]?.detail, join(out, '.wdgen-'), 'the path is named');
      t.strictSame(contents(join(out, 'box')), expected(first));
      t.strictSame(readdirSync(out), ['box'], 'no leftovers');
    }
    t.ok(failures > 3, `${failures} sizes were too small`);
    t.strictSame(contents(join(out, 'box')), expected(second));
  } finally {
    execFileSync('umount', [out]);
  }
});

/** Fills a file system up to some bytes. */
function fill(file: string, leave: number): void {
  spawnSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=4096'], { stdio: 'ignore' });
  truncateSync(file, Math.max(0, lstatSync(file).size - leave));
}

t.test('a file system mounted inside is not carried over', async (t) => {
  const out = scratch(t);
  apply(out, first);
  const inside = join(out, 'box/mounted');
  mkdirSync(inside);
  if (!isRoot || spawnSync('mount', ['-t', 'tmpfs', 'none', inside]).status !== 0) {
    return t.pass('mount', { skip: 'only root can mount' });
  }
  try {
    writeFileSync(join(inside, 'precious'), 'mine\n');
    const { codes, diagnostics } = apply(out, second);
    t.strictSame(codes, ['WD0901']);
    t.match(diagnostics[0]?.detail, /EXDEV/);
    t.strictSame(readdirSync(out), ['box']);
    t.equal(contents(out)['box/mounted/precious'], '644 mine\n');
  } finally {
    execFileSync('umount', [inside]);
  }
});

t.test('output folders that cannot be', async (t) => {
  const dir = t.testdir({ file: 'x', real: {} });
  symlinkSync('loop', join(dir, 'loop'));
  const bad = {
    [join(dir, 'file')]: /ENOTDIR|EEXIST/,
    [join(dir, 'file/below')]: /ENOTDIR/,
    [join(dir, 'loop')]: /ELOOP|EEXIST|ENOENT/,
    [join(dir, 'x'.repeat(300))]: /ENAMETOOLONG/,
  };
  for (const [out, pattern] of Object.entries(bad)) {
    const { codes, diagnostics } = apply(out, first);
    t.strictSame(codes, ['WD0901'], out.slice(dir.length, 20));
    t.match(diagnostics[0]?.detail, pattern);
  }
  t.match(compareTargets(join(dir, 'file'), [first]).diagnostics, [{ code: 'WD0901' }]);
  t.strictSame(readdirSync(dir), ['file', 'loop', 'real']);
  symlinkSync('real', join(dir, 'link'));
  t.match(apply(join(dir, 'link'), first), { outcome: 'created' }, 'an output folder may be a symlink');
  t.ok(existsSync(join(dir, 'real/box/manifest.json')));
});

t.test('a path that is too long', async (t) => {
  const out = t.testdir();
  apply(out, first);
  const { codes, diagnostics } = apply(out, treeOf({ ...FIRST, [`${'y'.repeat(256)}/z`]: '' }));
  t.strictSame(codes, ['WD0901']);
  t.match(diagnostics[0]?.detail, /the path is too long \(ENAMETOOLONG\)/);
  t.strictSame(readdirSync(out), ['box']);
  t.strictSame(contents(join(out, 'box')), expected(first));
});
