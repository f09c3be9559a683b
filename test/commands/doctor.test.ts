// wdgen doctor on a build host that lacks things, and what mends each.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { OLDEST_NODE } from '../../src/commands/doctor/checks.js';
import type { Row } from '../../src/commands/doctor/types.js';
import { doctor } from '../../src/commands/doctor.js';
import { root, wdgen } from '../lib/wdgen.js';
import { fakeKind, fakeRegistry, fakeScenario } from '../rehearse/lib/fakes.js';
import { ROCK64 } from '../rehearse/lib/specs.js';

function rowsOf(t: Test, more: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const folder = t.testdir({ 'watchdog.toml': ROCK64 });
  const run = (): Readonly<Record<string, Row>> => {
    const rows: readonly Row[] = JSON.parse(
      wdgen(['doctor', '--format', 'json', ...args], folder, more).stdout,
    ).data;
    return Object.fromEntries(rows.map((row) => [row.about, row]));
  };
  return { folder, run };
}

t.test('a tree that was never made, is stale, was changed by hand, is right', async (t) => {
  const { folder, run } = rowsOf(t, {});
  t.match(run()['tree of box'], { state: 'missing', fix: 'wdgen generate' });
  t.equal(wdgen(['generate'], folder).exit, 0);
  t.match(run()['tree'], { state: 'ok', fix: null });
  const spec = join(folder, 'watchdog.toml');
  const text = readFileSync(spec, 'utf8');
  writeFileSync(spec, text.replace('20s', '14s'));
  t.match(run()['tree of box'], { state: 'wrong', found: 'stale', fix: 'wdgen generate' });
  writeFileSync(spec, text);
  writeFileSync(join(folder, 'generated/box/RUNBOOK.md'), 'mine\n');
  t.match(run()['tree of box'], { state: 'wrong', fix: 'wdgen generate --dry-run' });
});

t.test('an empty folder: how to start, and nothing to compare with', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'wdgen-doctor-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const { exit, stdout } = wdgen(['doctor', '--format', 'json'], folder);
  t.equal(exit, 1);
  t.match(JSON.parse(stdout).data, [
    { about: 'node', state: 'ok' },
    { about: 'spec', state: 'missing', fix: /^wdgen init/ },
    { about: 'git, for diff', state: 'wrong', fix: /^git init/ },
  ]);
});

t.test('an unsound spec is a row, and check tells the places', async (t) => {
  const { folder, run } = rowsOf(t, {}, '--spec', 'other.toml');
  writeFileSync(join(folder, 'other.toml'), ROCK64.replace('schema = 1', 'schema = 2'));
  t.match(run()['spec'], { state: 'wrong', fix: 'wdgen check --spec other.toml' });
});

t.test('tools that are not installed are named with their package', async (t) => {
  const bin = t.testdir({});
  const { run } = rowsOf(t, { PATH: bin });
  t.match(run()['nix-instantiate, for check'], { state: 'missing', fix: 'apt-get install nix-bin' });
  t.match(run()['git, for diff'], { state: 'missing', fix: 'apt-get install git' });
});

t.test('a machine that lacks packages, only what is fetched, or nothing', async (t) => {
  const folder = t.testdir({ 'watchdog.toml': ROCK64 });
  const fix = async (lacks: readonly string[]) => {
    const registry = fakeRegistry([fakeScenario('works')], fakeKind({ missing: () => lacks }));
    const args = { spec: join(folder, 'watchdog.toml'), out: undefined, nodeVersion: '20.19.0' };
    const rows = (await doctor(args, registry)).data as readonly Row[];
    return rows.find(({ about }) => about.startsWith('machine'))?.fix;
  };
  t.equal(
    await fix(['qemu-system-x86_64 (Debian: qemu-system-x86)', 'a kernel']),
    'apt-get install qemu-system-x86',
  );
  t.equal(await fix(['a kernel']), 'wdgen rehearse --target box --prepare');
  t.equal(await fix([]), null);
});

t.test('the oldest Node is the one of package.json', async (t) => {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  t.equal(engines.node, `>=${OLDEST_NODE}`);
  const row = async (nodeVersion: string) => {
    const { data } = await doctor({ spec: 'none.toml', out: undefined, nodeVersion });
    return (data as readonly Row[])[0]?.state;
  };
  t.equal(await row('20.18.1'), 'wrong');
  t.equal(await row('22.0.0'), 'ok');
});
