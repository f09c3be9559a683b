// Approvals signed by the real ssh-keygen: who may sign, for what, and over which files.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { signatureProblem } from '../../src/commands/states/signatures.js';
import { approvalMessage } from '../../src/evidence/record.js';
import { root, wdgen } from '../lib/wdgen.js';
import { need } from './lib/need.js';

const SSH = [{ command: 'ssh-keygen', debian: 'openssh-client' }];

const SPEC = `schema = 1
[target.rock64]
board = "rock64"
platform = "nixos"
release = "25.11"
[target.rock64.watchdog]
feeder = { active = "systemd" }
runtime = { deferred = "30s" }
[target.rock64.watchdog.deferral]
reason = "r"
gate = ["approval"]
`;

function keygen(folder: string, ...args: readonly string[]): void {
  execFileSync('ssh-keygen', [...args], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** A project in which Ann may approve and Bob may not. */
function lab(t: Test) {
  const folder = t.testdir({ 'watchdog.toml': SPEC });
  for (const name of ['ann', 'bob']) keygen(folder, '-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', name);
  const [type, key] = readFileSync(join(folder, 'ann.pub'), 'utf8').split(' ');
  writeFileSync(
    join(folder, 'allowed_signers'),
    `ann@example.org namespaces="wdgen-approval,file" ${type} ${key}\n`,
  );
  const plan = () => {
    const { stdout } = wdgen(['evidence', 'hash', '--target', 'rock64', '--format', 'json'], folder);
    return (JSON.parse(stdout) as { data: { plan: string } }).data.plan;
  };
  const sign = (who: string, text: string, namespace = 'wdgen-approval') => {
    writeFileSync(join(folder, 'message'), text);
    rmSync(join(folder, 'message.sig'), { force: true });
    keygen(folder, '-Y', 'sign', '-q', '-n', namespace, '-f', who, 'message');
  };
  const approve = (by = 'ann@example.org') =>
    wdgen(['evidence', 'approve', '--target', 'rock64', '--by', by, '--signature', 'message.sig'], folder);
  return { folder, plan, sign, approve };
}

t.test('a signed approval lifts the gate, until the files change', async (t) => {
  if (!need(t, SSH)) return;
  const { folder, plan, sign, approve } = lab(t);
  sign('ann', approvalMessage('rock64', plan()));
  t.equal(approve().exit, 0);
  t.equal(wdgen(['enable', '--target', 'rock64', '--dry-run'], folder).exit, 0);
  writeFileSync(join(folder, 'watchdog.toml'), SPEC.replace('30s', '20s'));
  const { exit, stderr } = wdgen(['enable', '--target', 'rock64', '--dry-run'], folder);
  t.equal(exit, 1);
  t.match(stderr, 'it is stale');
  writeFileSync(join(folder, 'watchdog.toml'), SPEC);
  t.equal(wdgen(['enable', '--target', 'rock64'], folder).exit, 0);
});

t.test('wrong signer, purpose, target, plan, name and garbage are refused', async (t) => {
  if (!need(t, SSH)) return;
  const { folder, plan, sign, approve } = lab(t);
  const message = approvalMessage('rock64', plan());
  const refused = (about: string, by?: string) => {
    const { exit, stderr } = approve(by);
    t.equal(exit, 1, about);
    t.match(stderr, /WD0309\][\s\S]*does not count: its signature does not/, about);
  };
  sign('bob', message);
  refused('a signer who may not');
  sign('ann', message, 'file');
  refused('a signature for another purpose');
  sign('ann', approvalMessage('rock65', plan()));
  refused('a signature for another target');
  sign('ann', approvalMessage('rock64', 'f'.repeat(64)));
  refused('a signature over other files');
  sign('ann', message.trim());
  refused('a signature over another text');
  sign('ann', message);
  refused('a name that is not in the file', 'bob@example.org');
  refused('a name that looks like an option', '-f');
  writeFileSync(join(folder, 'message.sig'), 'no signature');
  refused('no signature at all');
});

t.test('a record that was forged in place proves nothing', async (t) => {
  if (!need(t, SSH)) return;
  const { folder, plan, sign, approve } = lab(t);
  sign('ann', approvalMessage('rock64', plan()));
  approve();
  const evidence = join(folder, 'evidence', 'rock64');
  const [name = ''] = readdirSync(evidence);
  const text = readFileSync(join(evidence, name), 'utf8').replace(
    /"plan": "[0-9a-f]+"/,
    () => `"plan": "${plan()}"`,
  );
  const unsigned = text.replace(/"signature": ".*"/, '"signature": null');
  const digest = createHash('sha256').update(unsigned).digest('hex').slice(0, 12);
  rmSync(join(evidence, name));
  writeFileSync(join(evidence, `approval-${digest}.json`), unsigned);
  const { exit, stderr } = wdgen(['enable', '--target', 'rock64'], folder);
  t.equal(exit, 1);
  t.match(stderr, 'it has no signature');
  renameSync(join(evidence, `approval-${digest}.json`), join(evidence, 'approval-000000000000.json'));
  t.match(wdgen(['enable', '--target', 'rock64'], folder).stderr, 'it was changed after wdgen');
});

t.test('without ssh-keygen no signature counts', async (t) => {
  const folder = t.testdir({ allowed_signers: '', empty: {} });
  const path = process.env['PATH'];
  process.env['PATH'] = join(folder, 'empty');
  t.teardown(() => {
    process.env['PATH'] = path;
  });
  const signature = '-----BEGIN SSH SIGNATURE-----';
  const why = await signatureProblem(join(folder, 'allowed_signers'), {
    target: 'x',
    plan: 'p',
    by: 'ann',
    signature,
  });
  t.match(why, 'ssh-keygen is not installed');
});

t.test("rock64's story, in a git repository", async (t) => {
  if (!need(t, [{ command: 'git', debian: 'git' }])) return;
  const folder = t.testdir({});
  cpSync(join(root, 'test', 'cases', 'enable-story', 'watchdog.toml'), join(folder, 'watchdog.toml'));
  const spec = join(folder, 'watchdog.toml');
  writeFileSync(
    spec,
    readFileSync(spec, 'utf8').replace('"approval"', '"rehearsal"').replace('boots:3', 'fired'),
  );
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
  const run = (exit: number, ...args: readonly string[]) => {
    const said = wdgen(args, folder);
    t.equal(said.exit, exit, `${args.join(' ')}\n${said.stderr}`);
    return said;
  };
  git('init', '-q');
  run(0, 'generate');
  git('add', '.');
  git('commit', '-qm', 'deferred');
  run(1, 'enable', '--target', 'rock64');
  t.equal(git('status', '--porcelain'), '', 'a refusal leaves nothing behind');
  const { stdout } = run(0, 'evidence', 'hash', '--target', 'rock64', '--format', 'json');
  const { enabled, artefacts } = (JSON.parse(stdout) as { data: Record<string, string> }).data;
  const record = { schema: 1, target: 'rock64', source: 'test' };
  mkdirSync(join(folder, '.git', 'tmp'));
  const add = (more: object) => {
    writeFileSync(join(folder, '.git', 'tmp', 'r.json'), JSON.stringify({ ...record, ...more }));
    run(0, 'evidence', 'add', '--target', 'rock64', '.git/tmp/r.json');
  };
  add({ kind: 'rehearsal', artefacts: enabled, scenarios: [{ name: 'feeder-killed', passed: true }] });
  run(1, 'enable', '--target', 'rock64');
  add({ kind: 'fired', artefacts, fired: true, seconds: 31 });
  run(0, 'enable', '--target', 'rock64');
  run(0, 'generate', '--check');
  const words = git('diff', '--word-diff=plain', '--word-diff-regex=[a-z]+', 'watchdog.toml');
  t.match(words, 'runtime = {[-deferred-]{+active+}="30s"} # as long as');
  run(
    ...([
      0,
      'defer',
      '--target',
      'rock64',
      '--setting',
      'watchdog.runtime',
      '--setting',
      'watchdog.reboot',
    ] as const),
    ...['--reason', 'boot reliability is not validated yet', '--gate', 'fired', '--gate', 'rehearsal'],
  );
  t.equal(git('diff', '--stat'), '', 'spec and tree are what they were, byte for byte');
});
