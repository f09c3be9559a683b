// Specs that are broken in one known way are found by the rule for it and by no other; sound ones are left in peace.
// The first line of each says which: "# WD1016: why" or "# sound: why". All specs of a folder are checked by one run of
// the command, included from one spec; their targets get the name of the file, so that none is there twice.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { rules } from '../src/analyse/rules/index.js';
import { wdgen } from './lib/wdgen.js';

interface Planted {
  readonly name: string;
  readonly first: string;
  /** The codes that the command finds in it, in the order of the file. */
  readonly found: readonly string[];
}

function check(folder: string): Planted[] {
  const work = mkdtempSync(join(tmpdir(), 'wdgen-defects-'));
  t.teardown(() => rmSync(work, { recursive: true, force: true }));
  const path = join(import.meta.dirname, 'defects', folder);
  const names = readdirSync(path).toSorted();
  const texts = names.map((name) => readFileSync(join(path, name), 'utf8'));
  for (const [index, name] of names.entries()) writeFileSync(join(work, name), renamed(name, texts[index]));
  writeFileSync(join(work, 'watchdog.toml'), `schema = 1\ninclude = ${JSON.stringify(names)}\n`);
  const found = diagnosticsIn(work);
  const lost = found.filter(({ file }) => !names.includes(file));
  if (lost.length > 0) throw new Error(`about no spec: ${JSON.stringify(lost)}`);
  return names.map((name, index) => ({
    name,
    first: texts[index]?.split('\n')[0] ?? '',
    found: found.filter(({ file }) => file === name).map(({ code }) => code),
  }));
}

function renamed(name: string, text = ''): string {
  return text.replaceAll(/^\[target\./gm, `[target.${name.replace(/\.toml$/, '')}-`);
}

interface Checked {
  readonly data: { readonly targets: readonly string[] };
  readonly diagnostics: readonly { readonly code: string; readonly file: string }[];
}

function diagnosticsIn(work: string): Checked['diagnostics'] {
  const { stdout, stderr } = wdgen(['check', '--format', 'json'], work);
  if (stderr !== '') throw new Error(stderr);
  const { data, diagnostics } = JSON.parse(stdout) as Checked;
  const specs = readdirSync(work).length - 1;
  if (data.targets.length < specs) throw new Error(`${data.targets.length} targets in ${specs} specs`);
  return diagnostics;
}

const broken = check('broken');
const sound = check('sound');

t.test('each planted defect is found by the right rule, once, and by nothing else', async (t) => {
  for (const { name, first, found } of broken) {
    const expected = /^# (WD\d{4}): \S/.exec(first)?.[1] ?? 'no code in the first line';
    t.same(found, [expected], name);
  }
});

t.test('nothing is found in a sound spec', async (t) => {
  for (const { name, first, found } of sound) {
    t.match(first, /^# sound: \S/, name);
    t.same(found, [], name);
  }
});

t.test('every rule has a planted defect', async (t) => {
  const planted = new Set(broken.map(({ first }) => first.slice(2, 8)));
  const missing = rules.map(({ code }) => code).filter((code) => !planted.has(code));
  t.same(missing, []);
});

t.test('there are enough of both', async (t) => {
  t.ok(broken.length >= 40, `${broken.length} broken specs`);
  t.ok(sound.length >= 10, `${sound.length} sound specs`);
});
