import { lstatSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { applyTargets, compareTargets, diffTarget } from '../../src/output/index.js';
import { apply, contents, expected, FIRST, SECOND, treeOf } from './lib/trees.js';

const first = treeOf(FIRST);
const second = treeOf(SECOND);

t.test('a first run writes the tree and nothing else', async (t) => {
  const out = join(t.testdir(), 'deep/er/generated');
  t.match(apply(out, first), { outcome: 'created', codes: [] });
  t.strictSame(readdirSync(out), ['box']);
  t.strictSame(contents(join(out, 'box')), expected(first));
});

t.test('a second run touches nothing', async (t) => {
  const out = t.testdir();
  apply(out, first);
  utimesSync(out, 1000, 1000);
  const before = contents(out, 'identity');
  t.match(apply(out, first), { outcome: 'unchanged', codes: [] });
  t.strictSame(contents(out, 'identity'), before, 'same inodes, mtimes and ctimes');
  t.equal(lstatSync(out).mtimeMs, 1_000_000, 'no lock file was made either');
});

t.test('an update keeps what did not change, and deletes what is not wanted any more', async (t) => {
  const out = t.testdir();
  apply(out, first);
  const kept = join(out, 'box/rootfs/etc/watchdog.conf');
  utimesSync(kept, 1000, 1000);
  const { ino } = lstatSync(kept);
  t.match(apply(out, second), { outcome: 'updated', codes: [] });
  t.strictSame(readdirSync(out), ['box'], 'no leftovers');
  t.strictSame(contents(join(out, 'box')), expected(second));
  t.match(lstatSync(kept), { ino, mtimeMs: 1_000_000, nlink: 1 });
});

t.test('files become folders and folders files', async (t) => {
  const out = t.testdir();
  const file = treeOf({ a: 'file\n', 'b/c/d': '1', 'b/c/e': '2' });
  const folder = treeOf({ 'a/x/y': 'folder\n', b: 'file' });
  for (const tree of [file, folder, file]) {
    t.match(apply(out, tree), { codes: [] });
    t.strictSame(contents(join(out, 'box')), expected(tree));
  }
});

t.test('a change of mode alone', async (t) => {
  const out = t.testdir();
  const artefact = [...treeOf({ run: 'x' }).files.values()][0];
  const executable = treeOf({ run: 'x' });
  if (artefact === undefined) return t.fail();
  const tree = { ...executable, files: new Map([['run', { ...artefact, mode: 0o755 as const }]]) };
  const wanted = { ...tree, manifest: tree.manifest.replace('0644', '0755') };
  apply(out, executable);
  const [comparison] = compareTargets(out, [wanted]).value ?? [];
  t.strictSame(comparison?.changes, [
    { path: 'manifest.json', change: 'update' },
    { path: 'run', change: 'mode' },
  ]);
  t.match(apply(out, wanted), { outcome: 'updated' });
  t.equal(contents(out)['box/run'], '755 x');
});

t.test('compareTargets says what a run would do, and writes nothing', async (t) => {
  const out = t.testdir();
  const absent = compareTargets(out, [first]);
  t.match(absent.value, [{ state: 'absent' }]);
  t.match(absent.diagnostics, [{ code: 'WD0505', severity: 'warning' }]);
  apply(out, first);
  t.match(compareTargets(out, [first]), { value: [{ state: 'same', changes: [] }], diagnostics: [] });
  const before = contents(out, 'identity');
  const stale = compareTargets(out, [second]);
  t.match(stale.diagnostics, [{ code: 'WD0505' }]);
  t.strictSame(stale.value?.[0], {
    target: 'box',
    state: 'stale',
    changes: [
      { path: 'kernel/empty', change: 'delete' },
      { path: 'kernel/watchdog.config', change: 'update' },
      { path: 'manifest.json', change: 'update' },
      { path: 'rootfs/etc/init.d/S01watchdog', change: 'update' },
      { path: 'u-boot/boot.cmd', change: 'create' },
    ],
    handEdited: [],
    foreignInTheWay: [],
    foreign: [],
    manifestDamaged: null,
  });
  t.match(apply(out, second, { dryRun: true }), { outcome: 'updated', codes: [] });
  t.strictSame(contents(out, 'identity'), before);
});

t.test('targets are taken one at a time, and a blocked one blocks only itself', async (t) => {
  const out = t.testdir();
  const names = ['a', 'b', 'c'];
  const open: string[] = [];
  function* trees(files: Readonly<Record<string, string>>) {
    for (const name of names) {
      open.push(name);
      yield treeOf(files, name);
      t.ok(readdirSync(out).includes(name), `${name} is on disk before the next tree is asked for`);
    }
  }
  applyTargets(out, trees(FIRST));
  t.strictSame(open, names);
  writeFileSync(join(out, 'b/README.md'), 'mine\n');
  const { value, diagnostics } = applyTargets(out, trees(SECOND));
  t.strictSame(
    value?.map(({ outcome }) => outcome),
    ['updated', 'blocked', 'updated'],
  );
  t.match(diagnostics, [{ code: 'WD0501', path: ['target', 'b'] }]);
  t.strictSame(contents(join(out, 'c')), expected(treeOf(SECOND, 'c')));
  t.strictSame(readdirSync(out), names);
});

t.test('an empty folder at the target is filled', async (t) => {
  const out = t.testdir();
  mkdirSync(join(out, 'box'));
  t.match(apply(out, first), { outcome: 'updated', codes: [] });
  t.strictSame(contents(join(out, 'box')), expected(first));
});

t.test('diffTarget is a patch from disk to wanted', async (t) => {
  const out = t.testdir();
  t.match(diffTarget(out, treeOf({ a: 'x\n' })).value, '--- /dev/null\n+++ b/box/a\n@@ -0,0 +1 @@\n+x\n');
  apply(out, treeOf({ a: 'x\n', b: 'y\n' }));
  t.equal(
    diffTarget(out, treeOf({ a: 'z\n' })).value,
    '--- a/box/a\n+++ b/box/a\n@@ -1 +1 @@\n-x\n+z\n--- a/box/b\n+++ /dev/null\n@@ -1 +0,0 @@\n-y\n',
  );
  t.equal(diffTarget(out, treeOf({ a: 'x\n', b: 'y\n' }), { manifest: true }).value, '');
});
