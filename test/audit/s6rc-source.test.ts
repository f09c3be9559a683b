import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { checkS6rcSource, type Finding, readS6rcSource } from '../../src/audit/s6rc-source.js';
import { s6Rc } from '../../src/backends/s6-rc/index.js';
import { planFixture } from '../lib/plan.js';
import { layOut, sourceOf } from '../lib/s6rc.js';
import { treeOf, vectors } from '../lib/s6rc-vectors.js';

/** What s6-rc-compile would end with. */
function verdictOf(findings: readonly Finding[]): string {
  const verdicts = findings.map((finding) => finding.verdict);
  if (verdicts.includes('refused')) return 'refused';
  return verdicts.includes('warned') ? 'warned' : 'accepted';
}

for (const vector of vectors.filter((one) => one.execline === undefined)) {
  t.test(`${vector.verdict}: ${vector.name}`, async (t) => {
    const findings = checkS6rcSource(treeOf(vector.files), { external: [] });
    t.equal(verdictOf(findings), vector.verdict, JSON.stringify(findings));
    const strict = findings.some((finding) => finding.verdict === 'stricter');
    t.equal(strict, vector.stricter === true, JSON.stringify(findings));
  });
}

t.test('what the execline check says is a refusal', async (t) => {
  const files = { 'a/type': 'oneshot\n', 'a/up': 'up', 'a/down': 'down' };
  const execline = (script: string) => (script === 'down' ? 'syntax error' : null);
  t.strictSame(checkS6rcSource(treeOf(files), { external: [], execline }), [
    { verdict: 'refused', path: 'a/down', message: 'syntax error' },
  ]);
});

t.test('services that exist elsewhere', async (t) => {
  const run = { text: '#!/bin/sh\n', mode: 0o755 };
  const files = {
    'a/type': 'longrun\n',
    'a/run': run,
    'a/dependencies.d/mount-filesystems': '',
    'a/producer-for': 'logger\n',
    'default/contents.d/a': '',
  };
  const check = (external: readonly string[], more = {}) =>
    checkS6rcSource(treeOf({ ...files, ...more }), { external }).map((finding) => finding.path);
  const all = ['mount-filesystems', 'default', 'logger'];
  t.strictSame(check(all), [], 'are taken as there, and may be added to');
  t.strictSame(
    check(all, { 'default/contents.d/b': '' }),
    ['default/contents.d/b'],
    'but not by an unknown name',
  );
  t.strictSame(check([]), ['default/type', 'a/dependencies.d/mount-filesystems', 'a/producer-for']);
});

t.test('a long chain of dependencies is not too long', async (t) => {
  const files: Record<string, string | { text: string; mode: number }> = {};
  const last = 20_000;
  for (let i = 0; i <= last; i++) {
    files[`s${i}/type`] = 'longrun\n';
    files[`s${i}/run`] = { text: '#!/bin/sh\n', mode: 0o755 };
    if (i < last) files[`s${i}/dependencies.d/s${i + 1}`] = '';
  }
  t.strictSame(checkS6rcSource(treeOf(files), { external: [] }), []);
  files[`s${last}/dependencies.d/s0`] = '';
  t.equal(checkS6rcSource(treeOf(files), { external: [] }).length, 1);
});

t.test('reads from disk: modes, links that lead somewhere and links that do not', async (t) => {
  const dir = t.testdir({ a: { type: 'longrun\n', 'dependencies.d': {} }, elsewhere: '#!/bin/sh\n' });
  symlinkSync('../elsewhere', join(dir, 'a/run'));
  symlinkSync('nowhere', join(dir, 'a/dependencies.d/b'));
  mkdirSync(join(dir, 'b'));
  writeFileSync(join(dir, 'b/type'), 'longrun\n');
  symlinkSync('nowhere', join(dir, 'b/run'));
  const findings = checkS6rcSource(readS6rcSource(dir), { external: [] });
  t.strictSame(
    findings.map((finding) => `${finding.verdict} ${finding.path}`),
    ['stricter a/run', 'refused b/run'],
  );
});

t.test('what the backend generates is accepted, and its service is seen', async (t) => {
  const dir = t.testdir();
  layOut(dir, s6Rc, planFixture());
  const tree = readS6rcSource(join(dir, sourceOf));
  t.ok(tree.has('watchdog-feeder/down-signal'));
  t.strictSame(checkS6rcSource(tree, { external: ['mount-filesystems', 'default'] }), []);
  t.strictSame(
    checkS6rcSource(tree, { external: ['default'] }).map((finding) => finding.path),
    ['watchdog-feeder/dependencies.d/mount-filesystems'],
  );
});
