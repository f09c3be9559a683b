// Every file of real trees, changed by hand in six ways; and their manifests, cut and edited.
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
import { compileTarget, treesOf } from '../../src/commands/compile.js';
import { exitOf } from '../../src/commands/exits.js';
import { loadSpec } from '../../src/commands/load.js';
import { compareTargets } from '../../src/output/index.js';
import { figure } from '../lib/figures.js';
import { root } from '../lib/wdgen.js';
import { scratch } from '../output/lib/scratch.js';
import { apply, contents, expected } from '../output/lib/trees.js';

const { spec } = loadSpec(join(root, 'examples', 'watchdog.toml'));
const trees = [...treesOf((spec?.targets ?? []).map((target) => compileTarget(target)))];

/** Six ways to change a file. `deleted` is no edit to keep: the file is made again. */
const edits: Readonly<Record<string, (file: string) => void>> = {
  edited: (file) => appendFileSync(file, '# mine\n'),
  truncated: (file) => truncateSync(file, Math.floor(lstatSync(file).size / 2)),
  deleted: (file) => unlinkSync(file),
  'made executable or not': (file) => chmodSync(file, lstatSync(file).mode ^ 0o111),
  'replaced by a symlink': (file) => {
    unlinkSync(file);
    symlinkSync('/etc/hostname', file);
  },
  'replaced by a folder': (file) => {
    unlinkSync(file);
    mkdirSync(file);
  },
};

t.test('every file of the examples, changed in six ways', async (t) => {
  const out = scratch(t);
  let cases = 0;
  let held = 0;
  for (const tree of trees) {
    apply(out, tree);
    for (const path of tree.files.keys()) {
      for (const [how, edit] of Object.entries(edits)) {
        // An empty file cannot be cut.
        if (how === 'truncated' && tree.files.get(path)?.text === '') continue;
        cases++;
        edit(join(out, tree.target, path));
        const before = contents(join(out, tree.target), 'identity');
        const { diagnostics } = compareTargets(out, [tree]);
        const deleted = how === 'deleted';
        const named = diagnostics.every(({ detail }) => detail?.includes(path));
        const checked = { codes: diagnostics.map(({ code }) => code), exit: exitOf(diagnostics), named };
        const said = deleted
          ? { codes: ['WD0505'], exit: 0, named: true }
          : { codes: ['WD0501'], exit: 1, named: true };
        const refused = deleted ? 'updated' : 'blocked';
        const { outcome } = apply(out, tree, { dryRun: true });
        const untouched =
          JSON.stringify(contents(join(out, tree.target), 'identity')) === JSON.stringify(before);
        apply(out, tree, { force: !deleted });
        const restored =
          JSON.stringify(sorted(contents(join(out, tree.target)))) === JSON.stringify(sorted(expected(tree)));
        const seen = { ...checked, outcome, untouched, restored };
        const wanted = { ...said, outcome: refused, untouched: true, restored: true };
        if (JSON.stringify(seen) === JSON.stringify(wanted)) held++;
        else t.strictSame(seen, wanted, `${tree.target}/${path} ${how}`);
      }
    }
  }
  t.ok(cases >= 186, `${cases} cases`);
  t.equal(held, cases);
  figure(8, { part: 'every file of the examples, six ways', cases, held });
});

function sorted(found: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1));
}

t.test('a manifest of the examples cut at every 64 bytes, gone, edited or newer', async (t) => {
  const out = scratch(t);
  let cases = 0;
  let held = 0;
  for (const tree of trees) {
    const { manifest, target } = tree;
    const file = join(out, target, 'manifest.json');
    const cuts = Array.from({ length: Math.floor((manifest.length - 2) / 64) }, (_, index) =>
      manifest.slice(0, index * 64),
    );
    const edited = [
      manifest.replace('"schema": 1', '"schema": 2'),
      manifest.replace('"schema": 1', '"schema": "1"'),
      manifest.replace(/"path": "/, '"path": "../'),
      manifest.replace(/"path": "/, '"path": "/'),
      manifest.replace(`"target": "${target}"`, '"target": "other"'),
      manifest.replace(/"sha256": "..../, '"sha256": "zzzz'),
      manifest.replace(/"mode": "0644"/, '"mode": "4755"'),
      manifest.replace(/"state": "[a-z]+"/, '"state": "on"'),
      manifest.replace(/"files": \[/, '"more": 1, "files": ['),
      `<<<<<<< HEAD\n${manifest}=======\n`,
      `${manifest}${manifest}`,
      '[]',
    ];
    apply(out, tree);
    for (const text of [...cuts, ...edited]) {
      cases++;
      writeFileSync(file, text);
      const { diagnostics } = compareTargets(out, [tree]);
      const codes = diagnostics.map(({ code }) => code);
      const { outcome } = apply(out, tree);
      const kept = contents(join(out, target))['manifest.json'] === `644 ${text}`;
      apply(out, tree, { force: true });
      const restored = contents(join(out, target))['manifest.json'] === `644 ${manifest}`;
      const seen = { codes, exit: exitOf(diagnostics), outcome, kept, restored };
      const wanted = { codes: ['WD0503'], exit: 1, outcome: 'blocked', kept: true, restored: true };
      if (JSON.stringify(seen) === JSON.stringify(wanted)) held++;
      else t.strictSame(seen, wanted, `${target}: ${text.slice(-60)}`);
    }
    cases++;
    rmSync(file);
    apply(out, tree);
    if (contents(join(out, target))['manifest.json'] === `644 ${manifest}`) held++;
  }
  t.equal(held, cases);
  figure(10, { part: 'manifests of the examples, cut at every 64 bytes, edited, newer, gone', cases, held });
});
