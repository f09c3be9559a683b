import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { unifiedDiff } from '../../src/output/index.js';
import { need } from '../tools/lib/need.js';
import { scratch } from './lib/scratch.js';

const diff = (a: string, b: string, context?: number) => unifiedDiff('a/f', a, 'b/f', b, context);
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join('');

t.test('the format', async (t) => {
  t.equal(diff('', ''), '');
  t.equal(diff('x\n', 'x\n'), '');
  t.equal(diff('', 'x\n'), '--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+x\n');
  t.equal(diff('x\ny\n', ''), '--- a/f\n+++ b/f\n@@ -1,2 +0,0 @@\n-x\n-y\n');
  t.equal(
    diff('x', 'x\n'),
    '--- a/f\n+++ b/f\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n',
    'a missing final newline',
  );
  t.equal(
    diff('x\ny', 'z\ny'),
    '--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n-x\n+z\n y\n\\ No newline at end of file\n',
    'missing on both sides',
  );
  t.equal(diff('x\r\n', 'x\n'), '--- a/f\n+++ b/f\n@@ -1 +1 @@\n-x\r\n+x\n', 'a CR belongs to its line');
  t.equal(unifiedDiff('a/o d', '', 'b/o d', 'x\n'), '--- a/o d\t\n+++ b/o d\t\n@@ -0,0 +1 @@\n+x\n');
});

t.test('hunks', async (t) => {
  const old = numbers(1, 30);
  const changed = old.replace('\n10\n', '\nten\n').replace('\n17\n', '\n').replace('\n25\n', '\n25\n25a\n');
  t.equal(
    diff(old, changed),
    `--- a/f
+++ b/f
@@ -7,14 +7,13 @@
 7
 8
 9
-10
+ten
 11
 12
 13
 14
 15
 16
-17
 18
 19
 20
@@ -23,6 +22,7 @@
 23
 24
 25
+25a
 26
 27
 28
`,
  );
  t.equal(
    diff(old, changed, 0),
    '--- a/f\n+++ b/f\n@@ -10 +10 @@\n-10\n+ten\n@@ -17 +16,0 @@\n-17\n@@ -25,0 +25 @@\n+25a\n',
  );
});

t.test('git accepts it and arrives at the other text', async (t) => {
  if (!need(t, [{ command: 'git', debian: 'git' }])) return;
  const dir = scratch(t);
  const line = fc.constantFrom(
    'a\n',
    'b\n',
    'c\n',
    '\n',
    'a\r\n',
    '-a\n',
    '+a\n',
    '@@ -1 +1 @@\n',
    '\\ x\n',
    ' \n',
  );
  const text = fc
    .tuple(fc.array(line, { maxLength: 25 }), fc.constantFrom('', 'end', 'a'))
    .map(([lines, end]) => lines.join('') + end);
  fc.assert(
    fc.property(text, text, fc.nat(4), (a, b, context) => {
      fc.pre(a !== b && a !== '' && b !== '');
      writeFileSync(join(dir, 'f'), a);
      const patch = diff(a, b, context);
      const args = ['apply', '--unidiff-zero', '--whitespace=nowarn', '-p1', '-'];
      execFileSync('git', args, {
        cwd: dir,
        input: patch,
        env: { ...process.env, GIT_DIR: join(dir, 'none') },
      });
      return readFileSync(join(dir, 'f'), 'utf8') === b;
    }),
    { numRuns: 150 },
  );
  t.pass();
});

t.test('the script is the shortest, as of diff --minimal', async (t) => {
  if (!need(t, [{ command: 'diff', debian: 'diffutils' }])) return;
  const dir = scratch(t);
  const text = fc
    .array(fc.constantFrom('a\n', 'b\n', 'c\n'), { maxLength: 40 })
    .map((lines) => lines.join(''));
  const count = (patch: string) => patch.split('\n').filter((each) => /^[-+](?![-+]{2} )/.test(each)).length;
  fc.assert(
    fc.property(text, text, (a, b) => {
      writeFileSync(join(dir, 'a'), a);
      writeFileSync(join(dir, 'b'), b);
      const theirs = spawnSync('diff', ['--minimal', '-u', 'a', 'b'], { cwd: dir, encoding: 'utf8' }).stdout;
      return count(diff(a, b)) === count(theirs);
    }),
    { numRuns: 150 },
  );
  t.pass();
});

t.test('large texts that have little in common stay affordable, and right', async (t) => {
  const a = Array.from({ length: 20_000 }, (_, i) => `a${i}\n`).join('');
  const b = Array.from({ length: 20_000 }, (_, i) => `${i % 7 ? 'b' : 'a'}${i}\n`).join('');
  const before = Date.now();
  const lines = diff(a, b).split('\n').slice(2);
  t.ok(Date.now() - before < 5000);
  const side = (drop: string) =>
    lines.flatMap((line) =>
      line.startsWith(drop) || line.startsWith('@') || line === '' ? [] : [`${line.slice(1)}\n`],
    );
  t.equal(side('-').join(''), b);
  t.equal(side('+').join(''), a);
});
