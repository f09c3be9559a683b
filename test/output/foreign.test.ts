import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { compareTargets, findOrphans, removeTarget } from '../../src/output/index.js';
import { figure } from '../lib/figures.js';
import { apply, contents, expected, FIRST, SECOND, treeOf } from './lib/trees.js';

const first = treeOf(FIRST);
const second = treeOf(SECOND);

/** Puts files of every kind beside wdgen's; returns what `contents` says about them. */
function addForeign(box: string): Record<string, string> {
  mkdirSync(join(box, 'notes/deep'), { recursive: true });
  mkdirSync(join(box, 'rootfs/etc/empty'));
  writeFileSync(join(box, 'notes/deep/a.txt'), 'mine\n');
  writeFileSync(join(box, 'rootfs/etc/local.conf'), 'mine\n', { mode: 0o600 });
  symlinkSync('/nowhere/at/all', join(box, 'rootfs/link'));
  symlinkSync('notes', join(box, 'same'));
  chmodSync(join(box, 'notes/deep'), 0o2750);
  chmodSync(join(box, 'notes'), 0o700);
  for (const path of ['notes/deep/a.txt', 'rootfs/etc/local.conf', 'notes/deep', 'notes']) {
    utimesSync(join(box, path), 1000, 2000);
  }
  return {
    'notes/': '700',
    'notes/deep/': '2750',
    'notes/deep/a.txt': '644 mine\n',
    'rootfs/etc/empty/': '755',
    'rootfs/etc/local.conf': '600 mine\n',
    'rootfs/link': '-> /nowhere/at/all',
    same: '-> notes',
  };
}

t.test('foreign files survive an update as they are', async (t) => {
  const out = t.testdir();
  apply(out, first);
  const foreign = addForeign(join(out, 'box'));
  t.match(apply(out, first), { outcome: 'unchanged', codes: [] }, 'they make nothing stale');
  const { ino } = lstatSync(join(out, 'box/notes/deep/a.txt'));
  for (const force of [false, true]) {
    for (const tree of [second, first]) {
      t.match(apply(out, tree, { force }), { outcome: 'updated', codes: [] });
      t.strictSame(contents(join(out, 'box')), { ...expected(tree), ...foreign });
    }
  }
  const cases = 4 * Object.keys(foreign).length;
  figure(9, { part: 'foreign things carried through updates', cases, held: t.passing() ? cases : 0 });
  t.match(lstatSync(join(out, 'box/notes/deep/a.txt')), { ino, nlink: 1, mtimeMs: 2_000_000 });
  t.equal(lstatSync(join(out, 'box/notes/deep')).mtimeMs, 2_000_000);
  t.strictSame(readdirSync(out), ['box']);
  t.strictSame(compareTargets(out, [first]).value?.[0]?.foreign, [
    'notes',
    'rootfs/etc/empty',
    'rootfs/etc/local.conf',
    'rootfs/link',
    'same',
  ]);
});

t.test('foreign files in a folder that wdgen no longer needs', async (t) => {
  const out = t.testdir();
  apply(out, first);
  writeFileSync(join(out, 'box/kernel/mine'), 'mine\n');
  const tree = treeOf({ a: '1' });
  t.match(apply(out, tree), { outcome: 'updated', codes: [] });
  const kept = { 'kernel/': '755', 'kernel/mine': '644 mine\n' };
  t.strictSame(contents(join(out, 'box')), { ...expected(tree), ...kept });
});

t.test('a folder without a manifest is foreign altogether', async (t) => {
  const out = t.testdir({ box: { 'mine.txt': 'mine\n', 'README.md': FIRST['README.md'] } });
  t.match(apply(out, first), { outcome: 'updated', codes: [] }, 'same content is adopted, the rest is kept');
  t.strictSame(contents(join(out, 'box')), { ...expected(first), 'mine.txt': '644 mine\n' });
});

/** What may stand in the way of a wanted file; never overwritten, whatever is forced. */
const traps: Readonly<Record<string, { readonly path: string; readonly make: (box: string) => void }>> = {
  'a file with other content': {
    path: 'u-boot/boot.cmd',
    make: (box) => {
      mkdirSync(join(box, 'u-boot'));
      writeFileSync(join(box, 'u-boot/boot.cmd'), 'mine\n');
    },
  },
  'a folder at a wanted path': {
    path: 'u-boot/boot.cmd',
    make: (box) => mkdirSync(join(box, 'u-boot/boot.cmd'), { recursive: true }),
  },
  'a file where a folder is needed': {
    path: 'u-boot',
    make: (box) => writeFileSync(join(box, 'u-boot'), 'mine\n'),
  },
  'a symlink at a wanted path': {
    path: 'u-boot/boot.cmd',
    make: (box) => {
      mkdirSync(join(box, 'u-boot'));
      symlinkSync('../../../outside/file', join(box, 'u-boot/boot.cmd'));
    },
  },
  'a symlink where a folder is needed': {
    path: 'u-boot',
    make: (box) => symlinkSync('../../outside', join(box, 'u-boot')),
  },
  'a folder of wdgen replaced by a symlink': {
    path: 'rootfs',
    make: (box) => {
      rmSync(join(box, 'rootfs'), { recursive: true });
      symlinkSync('../../outside', join(box, 'rootfs'));
    },
  },
  'a folder of wdgen moved away and linked back': {
    path: 'rootfs',
    make: (box) => {
      renameSync(join(box, 'rootfs'), join(box, '../../outside/moved'));
      symlinkSync('../../outside/moved', join(box, 'rootfs'));
    },
  },
  'a file of wdgen replaced by a folder with something in it': {
    path: 'README.md',
    make: (box) => {
      rmSync(join(box, 'README.md'));
      mkdirSync(join(box, 'README.md'));
      writeFileSync(join(box, 'README.md/mine'), 'mine\n');
    },
  },
  'the manifest is a folder': {
    path: 'manifest.json',
    make: (box) => {
      rmSync(join(box, 'manifest.json'));
      mkdirSync(join(box, 'manifest.json'));
    },
  },
  'the target is a symlink to a folder': {
    path: '.',
    make: (box) => {
      rmSync(box, { recursive: true });
      symlinkSync('../outside', box);
    },
  },
  'the target is a dangling symlink': {
    path: '.',
    make: (box) => {
      rmSync(box, { recursive: true });
      symlinkSync('../nowhere', box);
    },
  },
  'the target is a file': {
    path: '.',
    make: (box) => {
      rmSync(box, { recursive: true });
      writeFileSync(box, 'mine\n');
    },
  },
};

let held = 0;
for (const [name, { path, make }] of Object.entries(traps)) {
  t.test(`in the way: ${name}`, async (t) => {
    const dir = t.testdir({ outside: { file: 'outside\n', etc: {} }, out: {} });
    const out = join(dir, 'out');
    apply(out, first);
    make(join(out, 'box'));
    const before = contents(dir, 'identity');
    t.match(compareTargets(out, [second]).value, [{ state: 'blocked' }]);
    for (const force of [false, true]) {
      const { outcome, codes, diagnostics } = apply(out, second, { force });
      t.equal(outcome, 'blocked');
      if (path === 'rootfs') t.match(apply(out, first, { force }), { outcome: 'blocked' });
      t.ok(codes.includes('WD0502'), `force: ${force}`);
      const detail = diagnostics.find(({ code }) => code === 'WD0502')?.detail ?? '';
      t.ok(detail.includes(`\`${join(out, 'box', path)}\``), 'the path is named');
      t.strictSame(contents(dir, 'identity'), before, 'nothing in or outside the folder was touched');
      if (t.passing()) held++;
    }
  });
}

t.test('all of these, counted', async () => {
  const cases = 2 * Object.keys(traps).length;
  figure(9, { part: 'things of somebody else in the way, with and without --force', cases, held });
});

t.test('a manifest that is a symlink is damaged and never written through', async (t) => {
  const dir = t.testdir({ 'manifest.json': first.manifest, out: {} });
  const out = join(dir, 'out');
  apply(out, first);
  rmSync(join(out, 'box/manifest.json'));
  symlinkSync('../../manifest.json', join(out, 'box/manifest.json'));
  t.match(apply(out, second), { outcome: 'blocked', codes: ['WD0503'] });
  t.match(apply(out, second, { force: true }), { outcome: 'updated' });
  t.equal(contents(dir)['manifest.json'], `644 ${first.manifest}`);
  t.equal(contents(out)['box/manifest.json'], `644 ${second.manifest}`);
});

t.test('leftovers that are symlinks are unlinked, not followed', async (t) => {
  const dir = t.testdir({ outside: { file: 'outside\n' }, out: {} });
  const out = join(dir, 'out');
  for (const place of ['new', 'old', 'trash']) symlinkSync('../outside', join(out, `.wdgen-${place}-box`));
  t.match(apply(out, first), { codes: [] });
  t.strictSame(contents(join(dir, 'outside')), { file: '644 outside\n' });
});

t.test('targets that the spec no longer has', async (t) => {
  const out = t.testdir({ notes: { 'a.txt': '' }, other: { 'manifest.json': '{"name": "an extension"}' } });
  for (const name of ['a', 'b', 'c']) apply(out, treeOf(FIRST, name));
  const orphans = findOrphans(out, ['b']);
  t.strictSame(orphans.value, ['a', 'c']);
  t.match(orphans.diagnostics, [{ code: 'WD0504', path: ['target', 'a'] }, { code: 'WD0504' }]);
  t.strictSame(findOrphans(join(out, 'absent'), []), { value: [], diagnostics: [] });

  t.match(removeTarget(out, 'a').value, { kept: [], removed: { length: 6 } });
  t.strictSame(readdirSync(out), ['b', 'c', 'notes', 'other'], 'gone without leftovers');

  const box = join(out, 'c');
  const foreign = addForeign(box);
  writeFileSync(join(box, 'README.md'), 'mine\n');
  t.match(removeTarget(out, 'c').value?.kept, { length: 6 });
  const folders = { 'rootfs/': '755', 'rootfs/etc/': '755' };
  t.strictSame(contents(box), { ...folders, ...foreign, 'README.md': '644 mine\n' });
  t.match(removeTarget(out, 'c').value, { removed: [], kept: { length: 4 } }, 'again: nothing is ours');

  for (const name of ['notes', 'other', 'absent']) {
    const before = contents(out, 'identity');
    t.strictSame(removeTarget(out, name).value?.removed ?? [], [], name);
    t.match(before, contents(join(out, 'b')) && {}, name);
  }
  t.match(removeTarget(out, 'other').diagnostics, [{ code: 'WD0503' }]);
  t.ok(contents(out)['other/manifest.json']);
  figure(9, { part: 'folders that the spec does not have', cases: 6, held: t.passing() ? 6 : 0 });
});
