// Specs that are broken in one known way are found by the rule for it and by no other; sound ones are left in peace.
// The first line of each says which: "# WD1016: why" or "# sound: why".
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { rules } from '../src/analyse/rules/index.js';
import { wdgen } from './lib/wdgen.js';

interface Planted {
  readonly name: string;
  readonly first: string;
}

function specsIn(folder: string): Planted[] {
  const path = join(import.meta.dirname, 'defects', folder);
  return readdirSync(path)
    .toSorted()
    .map((name) => ({ name, first: readFileSync(join(path, name), 'utf8').split('\n')[0] ?? '' }));
}

/** What the command finds, code by code, in the order of the file. */
function found(folder: string, name: string): string[] {
  const where = join(import.meta.dirname, 'defects', folder);
  const { stdout, stderr } = wdgen(['check', '--spec', name, '--format', 'json'], where);
  if (stderr !== '') throw new Error(`${name}: ${stderr}`);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; severity: string }[] };
  return diagnostics.map(({ code }) => code);
}

const broken = specsIn('broken');
const sound = specsIn('sound');

t.test('each planted defect is found by the right rule, once, and by nothing else', async (t) => {
  for (const { name, first } of broken) {
    const expected = /^# (WD\d{4}): \S/.exec(first)?.[1] ?? 'no code in the first line';
    t.same(found('broken', name), [expected], name);
  }
});

t.test('nothing is found in a sound spec', async (t) => {
  for (const { name, first } of sound) {
    t.match(first, /^# sound: \S/, name);
    t.same(found('sound', name), [], name);
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
