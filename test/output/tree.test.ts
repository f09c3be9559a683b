import t from 'tap';
import { buildTree } from '../../src/output/index.js';
import { parseManifest } from '../../src/output/manifest.js';
import { treeOf } from './lib/trees.js';

t.test('files are sorted by code units', async (t) => {
  const tree = treeOf({ b: '', 'a/b': '', B: '', 'a.c': '', é: '' });
  t.strictSame([...tree.files.keys()], ['B', 'a.c', 'a/b', 'b', 'é']);
});

t.test('what no backend may produce is a bug', async (t) => {
  const bad = [
    '',
    '/etc/passwd',
    '../x',
    'a/../b',
    'a/./b',
    '.',
    '..',
    'a//b',
    'a/',
    'a\\b',
    'a\nb',
    'a\u007f',
    'manifest.json',
  ];
  for (const path of bad) t.throws(() => treeOf({ [path]: '' }), /box: path/, JSON.stringify(path));
  t.throws(() => treeOf({ a: '', 'a/b': '' }), /both a file and the folder/);
  t.throws(() => treeOf({ a: '', 'a/b/c': '', 'a.b': '' }), /both a file and the folder/);
  const file = [...treeOf({ a: '' }).files.values()];
  t.throws(() => buildTree('box', [...file, ...file]), /made twice/);
  for (const target of ['', '.', '..', 'a/b', 'A', '.wdgen-old-x', '-x', 'a'.repeat(65)]) {
    t.throws(() => treeOf({ a: '' }, target), /not a target name/, JSON.stringify(target));
  }
  t.doesNotThrow(() => treeOf({ 'manifest.json/x': '', 'etc/manifest.json': '', '..a': '' }));
});

t.test('the manifest', async (t) => {
  const { manifest } = treeOf({ 'b/run': '#!/bin/sh\n', a: 'ä\n' });
  t.equal(
    manifest,
    `{
  "schema": 1,
  "target": "box",
  "spec": "watchdog.toml",
  "files": [
    {
      "path": "a",
      "sha256": "ac6f010e65c9ea739dbdaa21427edd5ef60c6d461ef4d619c003e3ab62453a56",
      "mode": "0644",
      "backend": "systemd",
      "state": "active",
      "origin": [
        "target.box.watchdog"
      ]
    },
    {
      "path": "b/run",
      "sha256": "a8076d3d28d21e02012b20eaf7dbf75409a6277134439025f282e368e3305abf",
      "mode": "0755",
      "backend": "systemd",
      "state": "active",
      "origin": [
        "target.box.watchdog"
      ]
    }
  ]
}
`,
  );
  const read = parseManifest(manifest, 'box');
  t.ok(read.ok);
  if (read.ok) t.strictSame([...read.manifest.files.keys()], ['a', 'b/run']);
});

t.test('a manifest wdgen would not have written is damaged', async (t) => {
  const good = JSON.parse(treeOf({ a: 'x', 'b/c': 'y' }).manifest);
  const entry = good.files[0];
  const variants: readonly (readonly [string, unknown])[] = [
    ['schema 2', { ...good, schema: 2 }],
    ['no schema', { target: 'box', spec: '', files: [] }],
    ['extra key', { ...good, date: '2026' }],
    ['another target', { ...good, target: 'other' }],
    ['files no list', { ...good, files: {} }],
    ['spec no text', { ...good, spec: 1 }],
    ['no object', [good]],
    ['null', null],
    ['entry null', { ...good, files: [null] }],
    ['twice', { ...good, files: [entry, entry] }],
    ['out of order', { ...good, files: [...good.files].reverse() }],
    ['file as folder', { ...good, files: [entry, { ...entry, path: 'a/b' }] }],
    ...['../x', '/x', 'a/../../x', '', 'manifest.json', 'a\u0000'].map(
      (path) => [`path ${JSON.stringify(path)}`, { ...good, files: [{ ...entry, path }] }] as const,
    ),
    ['path no text', { ...good, files: [{ ...entry, path: 1 }] }],
    ['short sum', { ...good, files: [{ ...entry, sha256: 'ab' }] }],
    ['mode 0777', { ...good, files: [{ ...entry, mode: '0777' }] }],
    ['mode number', { ...good, files: [{ ...entry, mode: 420 }] }],
    ['state', { ...good, files: [{ ...entry, state: 'forbidden' }] }],
    ['backend', { ...good, files: [{ ...entry, backend: '' }] }],
    ['origin', { ...good, files: [{ ...entry, origin: [1] }] }],
    ['entry with extra key', { ...good, files: [{ ...entry, extra: 1 }] }],
  ];
  t.ok(parseManifest(JSON.stringify(good), 'box').ok, 'the original is good');
  for (const [name, value] of variants) {
    const result = parseManifest(JSON.stringify(value), 'box');
    t.notOk(result.ok, name);
    if (!result.ok) t.notMatch(result.reason, /[\u0000-\u001f]/, `${name}: the reason is printable`);
  }
});
