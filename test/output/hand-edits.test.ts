import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  lstatSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { compareTargets } from '../../src/output/index.js';
import { apply, contents, expected, FIRST, SECOND, treeOf } from './lib/trees.js';

const first = treeOf(FIRST);
const second = treeOf(SECOND);
const CONF = 'rootfs/etc/watchdog.conf';
const SCRIPT = 'rootfs/etc/init.d/S01watchdog';

/** Every kind of hand edit that wdgen must notice, and the path it is about. */
const edits: Readonly<Record<string, (file: string) => void>> = {
  'content appended': (file) => appendFileSync(file, '# mine\n'),
  'same size, other bytes': (file) => writeFileSync(file, 'X'.repeat(lstatSync(file).size)),
  'not UTF-8': (file) => writeFileSync(file, Buffer.from([0xff, 0xfe, 0])),
  truncated: (file) => truncateSync(file, 1),
  emptied: (file) => truncateSync(file, 0),
  'executable bit flipped': (file) => chmodSync(file, lstatSync(file).mode ^ 0o111),
  'set-user-id': (file) => chmodSync(file, lstatSync(file).mode | 0o4000),
  'writable by everybody': (file) => chmodSync(file, lstatSync(file).mode | 0o002),
  'replaced by a symlink': (file) => {
    unlinkSync(file);
    symlinkSync('/etc/hostname', file);
  },
  'replaced by a dangling symlink': (file) => {
    unlinkSync(file);
    symlinkSync('nowhere', file);
  },
  'replaced by an empty folder': (file) => {
    unlinkSync(file);
    mkdirSync(file);
  },
  'replaced by a pipe': (file) => {
    unlinkSync(file);
    execFileSync('mkfifo', [file]);
  },
};

for (const [name, edit] of Object.entries(edits)) {
  t.test(name, async (t) => {
    for (const path of [CONF, SCRIPT]) {
      const out = t.testdir();
      apply(out, first);
      edit(join(out, 'box', path));
      const before = contents(out, 'identity');
      const checked = compareTargets(out, [first]);
      t.match(checked.value, [{ state: 'blocked', handEdited: [{ path }] }], path);
      t.match(checked.diagnostics, [{ code: 'WD0501', path: ['target', 'box'] }]);
      t.ok(checked.diagnostics[0]?.detail?.includes(join('box', path)), 'the file is named');
      t.match(apply(out, first), { outcome: 'blocked', codes: ['WD0501'] });
      t.match(apply(out, second), { outcome: 'blocked', codes: ['WD0501'] });
      t.strictSame(contents(out, 'identity'), before, 'nothing was touched');
      t.match(apply(out, second, { force: true }), { outcome: 'updated', codes: [] });
      t.strictSame(contents(join(out, 'box')), expected(second), '--force restores bytes and mode');
    }
  });
}

t.test('an empty file replaced by a pipe', async (t) => {
  const out = t.testdir();
  apply(out, first);
  edits['replaced by a pipe']?.(join(out, 'box/kernel/empty'));
  t.match(apply(out, first), { outcome: 'blocked', codes: ['WD0501'] });
});

t.test('the same edits on a file that is not wanted any more', async (t) => {
  const without = treeOf({ 'README.md': FIRST['README.md'] });
  for (const [name, edit] of Object.entries(edits)) {
    const out = t.testdir();
    apply(out, first);
    edit(join(out, 'box', CONF));
    if (name === 'replaced by an empty folder') {
      t.match(apply(out, without), { outcome: 'updated', codes: [] }, `${name}: nothing is left to lose`);
      t.ok(lstatSync(join(out, 'box', CONF)).isDirectory(), 'the folder is not ours and stays');
      continue;
    }
    t.match(apply(out, without), { outcome: 'blocked', codes: ['WD0501'] }, name);
    t.match(apply(out, without, { force: true }), { outcome: 'updated', codes: [] }, name);
    t.strictSame(contents(join(out, 'box')), expected(without), name);
  }
});

t.test('an edit that is what the spec now asks for is no edit', async (t) => {
  const out = t.testdir();
  apply(out, first);
  writeFileSync(join(out, 'box', SCRIPT), SECOND[SCRIPT]);
  t.match(apply(out, second), { outcome: 'updated', codes: [] });
  t.strictSame(contents(join(out, 'box')), expected(second));
});

t.test('what was deleted is made again', async (t) => {
  for (const path of [CONF, 'rootfs', 'kernel', 'manifest.json']) {
    const out = t.testdir();
    apply(out, first);
    rmSync(join(out, 'box', path), { recursive: true });
    t.match(compareTargets(out, [first]).value, [{ state: 'stale' }], path);
    t.match(apply(out, first), { outcome: 'updated', codes: [] });
    t.strictSame(contents(join(out, 'box')), expected(first));
  }
});

t.test('modes that a checkout or a package store makes are no edits', async (t) => {
  for (const mask of [0o002, 0o007, 0o022, 0o027, 0o077, 0o222]) {
    const out = t.testdir();
    apply(out, first);
    for (const path of Object.keys(FIRST)) {
      chmodSync(join(out, 'box', path), (path === SCRIPT ? 0o777 : 0o666) & ~mask & ~0o002);
    }
    t.match(compareTargets(out, [first]).value, [{ state: 'same' }], mask.toString(8));
    t.match(apply(out, second), { outcome: 'updated', codes: [] });
    t.strictSame(contents(join(out, 'box')), expected(second), 'an update sets the modes right');
  }
});

t.test('a manifest cut at any place is damaged, and only --force writes over it', async (t) => {
  const { manifest } = first;
  for (let length = 0; length < manifest.length - 1; length += 64) {
    const out = t.testdir();
    apply(out, first);
    writeFileSync(join(out, 'box/manifest.json'), manifest.slice(0, length));
    writeFileSync(join(out, 'box/notes.txt'), 'mine\n');
    const before = contents(out, 'identity');
    t.match(compareTargets(out, [first]).diagnostics, [{ code: 'WD0503' }], `cut at ${length}`);
    t.match(apply(out, second), { outcome: 'blocked', codes: ['WD0503'] });
    t.strictSame(contents(out, 'identity'), before);
    t.match(apply(out, second, { force: true }), { outcome: 'updated', codes: [] });
    const kept = { 'notes.txt': '644 mine\n', 'kernel/empty': '644 ' };
    t.strictSame(contents(join(out, 'box')), { ...expected(second), ...kept }, 'what may be yours stays');
  }
});

t.test('a manifest that was edited', async (t) => {
  const good = first.manifest;
  const variants: Readonly<Record<string, string>> = {
    'newer schema': good.replace('"schema": 1', '"schema": 2'),
    'path out of the target': good.replace('"README.md"', '"../README.md"'),
    'copied from another target': treeOf(FIRST, 'other').manifest,
    'merge conflict': `<<<<<<< HEAD\n${good}=======\n${good}>>>>>>> x\n`,
  };
  for (const [name, text] of Object.entries(variants)) {
    const out = t.testdir({ 'README.md': 'outside\n' });
    apply(out, first);
    writeFileSync(join(out, 'box/manifest.json'), text);
    t.match(apply(out, second), { outcome: 'blocked', codes: ['WD0503'] }, name);
    apply(out, second, { force: true });
    t.equal(contents(out)['README.md'], '644 outside\n', 'nothing outside is touched');
    t.equal(contents(join(out, 'box'))['manifest.json'], `644 ${second.manifest}`);
  }
  const out = t.testdir();
  apply(out, first);
  writeFileSync(join(out, 'box/manifest.json'), JSON.stringify(JSON.parse(good)));
  t.match(apply(out, first), { outcome: 'updated', codes: [] }, 'reformatted: believed, written anew');
});
