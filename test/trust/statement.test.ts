// The statement of `wdgen attest`, recomputed from the files on disk by sha256sum.
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { figure } from '../lib/figures.js';
import { SPEC } from '../lib/small-spec.js';
import { root, wdgen } from '../lib/wdgen.js';

interface Named {
  readonly name: string;
  readonly digest: { readonly sha256: string };
}

interface Statement {
  readonly _type: string;
  readonly subject: readonly Named[];
  readonly predicateType: string;
  readonly predicate: {
    readonly buildDefinition: {
      readonly buildType: string;
      readonly externalParameters: {
        readonly spec: Named;
        readonly includes: readonly Named[];
        readonly targets: readonly string[];
        readonly wdgen: string;
      };
    };
    readonly runDetails: { readonly builder: { readonly id: string } };
  };
}

/** `sha256sum` of files, as `digest  name` lines, sorted. */
function sums(folder: string, files: readonly string[]): string[] {
  return execFileSync('sha256sum', ['--', ...files], { cwd: folder, encoding: 'utf8' })
    .trim()
    .split('\n')
    .sort();
}

const lines = (named: readonly Named[]) =>
  named.map(({ name, digest }) => `${digest.sha256}  ${name}`).sort();

/** A folder with a spec, generated: the statement names exactly what sha256sum finds. */
function isRight(t: Test, folder: string, spec: string): boolean {
  const { exit, stdout, stderr } = wdgen(['attest', '--spec', spec], folder);
  t.equal(exit, 0, stderr);
  const { _type, subject, predicateType, predicate } = JSON.parse(stdout) as Statement;
  t.equal(_type, 'https://in-toto.io/Statement/v1');
  t.equal(predicateType, 'https://slsa.dev/provenance/v1');
  const tree = join(folder, 'generated');
  const files = execFileSync('find', ['.', '-type', 'f', '-printf', '%P\\n'], {
    cwd: tree,
    encoding: 'utf8',
  });
  t.strictSame(
    lines(subject),
    sums(tree, files.trim().split('\n')),
    'every file is a subject, and nothing else',
  );
  const { spec: own, includes, targets, wdgen: version } = predicate.buildDefinition.externalParameters;
  t.strictSame(
    lines([own, ...includes]),
    sums(
      folder,
      [own, ...includes].map(({ name }) => name),
    ),
  );
  t.equal(own.name, spec);
  const { version: packaged } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  t.equal(version, packaged);
  t.strictSame(
    [...targets].sort(),
    [...new Set(subject.map(({ name }) => name.split('/')[0]))].sort(),
    'every target',
  );
  t.notMatch(stdout, folder, 'no path of this machine');
  return t.passing();
}

t.test('a statement over every example', async (t) => {
  const examples = ['watchdog.toml'];
  let held = 0;
  for (const spec of examples) {
    const folder = t.testdir({});
    cpSync(join(root, 'examples'), folder, {
      recursive: true,
      filter: (path) => !path.includes('/generated') && !path.includes('/judgement'),
    });
    t.equal(wdgen(['generate', '--spec', spec], folder).exit, 0);
    if (isRight(t, folder, spec)) held++;
  }
  const folder = t.testdir({ targets: { 'a.toml': SPEC.replace('schema = 1\n', '') } });
  writeFileSync(join(folder, 'watchdog.toml'), '\uFEFFschema = 1\ninclude = ["targets/*.toml"]\n');
  t.equal(wdgen(['generate'], folder).exit, 0);
  if (isRight(t, folder, 'watchdog.toml')) held++;
  figure(46, { part: 'the five systems of the examples, and a spec with includes', cases: 2, held });
});

t.test('no statement over a tree that is not what the spec makes', async (t) => {
  const spoil: Readonly<Record<string, (folder: string) => void>> = {
    'not generated': (folder) => rmSync(join(folder, 'generated'), { recursive: true }),
    'a file changed': (folder) => appendFileSync(join(folder, 'generated/rock64/RUNBOOK.md'), 'x'),
    'a mode changed': (folder) => chmodSync(join(folder, 'generated/rock64/RUNBOOK.md'), 0o755),
    'a file gone': (folder) => rmSync(join(folder, 'generated/rock64/RUNBOOK.md')),
    'a manifest gone': (folder) => rmSync(join(folder, 'generated/rock64/manifest.json')),
    'a file that nobody generated': (folder) =>
      writeFileSync(join(folder, 'generated/rock64/modules/more.nix'), '{ }'),
    'the spec moved on': (folder) => writeFileSync(join(folder, 'watchdog.toml'), SPEC.replace('30s', '20s')),
  };
  for (const [name, change] of Object.entries(spoil)) {
    const folder = t.testdir({ 'watchdog.toml': SPEC });
    wdgen(['generate'], folder);
    change(folder);
    const { exit, stdout, stderr } = wdgen(['attest'], folder);
    t.match({ exit, stdout }, { exit: 1, stdout: '' }, name);
    t.match(stderr, /error\[WD050[157]\]/, name);
  }
});

t.test('the same tree makes the same statement, and a signature is nobody\u2019s subject', async (t) => {
  const folder = t.testdir({ 'watchdog.toml': SPEC });
  wdgen(['generate'], folder);
  const before = wdgen(['attest'], folder).stdout;
  writeFileSync(join(folder, 'generated/rock64/manifest.json.sig'), 'signed');
  t.equal(wdgen(['attest'], folder).stdout, before);
  t.match(wdgen(['attest', '--target', 'x'], folder), { exit: 2, stdout: '' });
});
