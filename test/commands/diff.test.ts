// `wdgen diff` over real git repositories: revisions, shallow clones, sub-directories, and what is missing.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { root, wdgen } from '../lib/wdgen.js';

const gitIsHere = spawnSync('git', ['--version']).status === 0;
const needsGit = gitIsHere ? {} : { skip: 'git is not installed' };

const target = (name: string, runtime: string) => `
[target.${name}]
board = "rock64"
platform = "nixos"
release = "25.11"

[target.${name}.watchdog]
feeder = { active = "systemd" }
runtime = { active = "${runtime}" }
`;
const spec = (runtime: string) => `schema = 1\n${target('rock64', runtime)}`;

interface Repo {
  readonly dir: string;
  readonly git: (...args: readonly string[]) => string;
  readonly write: (path: string, text: string) => void;
  readonly commit: (message: string) => void;
  readonly diff: (...args: readonly string[]) => ReturnType<typeof wdgen>;
}

/** A folder that vanishes with the test, with git in it. */
function repository(t: Test): Repo {
  const dir = mkdtempSync(join(tmpdir(), 'wdgen-diff-'));
  t.teardown(() => rmSync(dir, { recursive: true, force: true }));
  return { ...inside(dir), dir };
}

function inside(dir: string): Repo {
  const git = (...args: readonly string[]) => {
    const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
    const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], {
      cwd: dir,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout;
  };
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const commit = (message: string) => {
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '-m', message);
  };
  return { dir, git, write, commit, diff: (...args) => wdgen(['diff', ...args], dir) };
}

t.test('HEAD against the working tree, without committed output', needsGit, async (t) => {
  const { git, write, commit, diff } = repository(t);
  git('init', '--quiet');
  write('watchdog.toml', spec('30s'));
  commit('first');
  t.match(diff(), { exit: 0, stdout: /^Nothing differs between HEAD and watchdog\.toml\./ });
  write('watchdog.toml', spec('1min'));
  const changed = diff();
  t.match(changed, { exit: 1, stderr: '' });
  t.match(changed.stdout, /^loosens +setting/);
  t.match(changed.stdout.replace(/\s+/g, ' '), /reset the machine after 1min instead of 30s/);
  t.match(changed.stdout, /^-\s+RuntimeWatchdogSec = "30s";$/m);
  t.match(changed.stdout, /^\+\s+RuntimeWatchdogSec = "1min";$/m);
  t.match(diff('--fail-on', 'arms,disarms'), { exit: 0, stdout: /loosens/ });
  t.match(diff('--fail-on', 'loosens', '--words-only'), { exit: 1 });
  t.equal(git('status', '--porcelain').trim(), 'M watchdog.toml', 'nothing is written');
});

t.test(
  'revisions against each other: commits, tags, branches, a branch named like a folder',
  needsGit,
  async (t) => {
    const { git, write, commit, diff } = repository(t);
    git('init', '--quiet');
    write('watchdog.toml', spec('30s'));
    commit('first');
    git('tag', '-a', 'v1', '-m', 'one');
    git('branch', 'docs');
    write('watchdog.toml', spec('20s'));
    write('docs/readme.txt', 'x\n');
    commit('second');
    rmSync(join(git('rev-parse', '--show-toplevel').trim(), 'watchdog.toml'));
    for (const from of ['v1', 'HEAD~1', git('rev-parse', 'v1^{commit}').trim(), 'refs/heads/docs'])
      t.match(diff(from, 'HEAD', '--words-only'), { exit: 1, stdout: /^tightens/ }, from);
    t.match(diff('HEAD', 'v1', '--words-only').stdout, /^loosens/, 'the other way round');
    t.match(diff('docs', 'HEAD'), { exit: 2, stderr: /docs is a folder without any target/ });
    t.match(
      diff('v1'),
      { exit: 2, stderr: /watchdog\.toml: it does not exist/ },
      'the working tree lacks it',
    );
  },
);

t.test('from a sub-directory, and a spec in one', needsGit, async (t) => {
  const { dir, git, write, commit } = repository(t);
  git('init', '--quiet');
  write('image/box one/watchdog.toml', `schema = 1\ninclude = ["targets/*.toml"]\n`);
  write('image/box one/targets/a.toml', target('rock64', '30s'));
  commit('first');
  write('image/box one/targets/a.toml', target('rock64', '1min'));
  const below = join(dir, 'image', 'box one');
  t.match(wdgen(['diff', '--words-only'], below), { exit: 1, stdout: /^loosens/ });
  const other = join(dir, 'image');
  t.match(wdgen(['diff', '--spec', 'box one/watchdog.toml', '--words-only'], other), {
    exit: 1,
    stdout: /^loosens/,
  });
  const spec = join(below, 'watchdog.toml');
  t.match(
    wdgen(['diff', '--spec', spec, '--words-only'], tmpdir()),
    { exit: 1 },
    'from outside of the repository',
  );
  symlinkSync(below, join(dir, 'link'));
  t.match(wdgen(['diff', '--spec', 'link/watchdog.toml', '--words-only'], dir), { exit: 1 }, 'by a symlink');
});

t.test('includes are those of the revision', needsGit, async (t) => {
  const { dir, git, write, commit, diff } = repository(t);
  git('init', '--quiet');
  write('watchdog.toml', 'schema = 1\ninclude = ["targets/*.toml"]\n');
  write('targets/a.toml', target('rock64', '30s'));
  write('targets/.hidden.toml', 'not toml');
  commit('first');
  renameSync(join(dir, 'targets/a.toml'), join(dir, 'targets/ü b.toml'));
  const renamed = diff('--words-only');
  t.match(renamed, { exit: 1, stdout: /^cosmetic/ });
  t.match(
    renamed.stdout,
    /the file that the target is written in changes from\s+targets\/a\.toml to\s+targets\/ü b\.toml/,
  );
  commit('renamed');
  t.match(diff(), { exit: 0 }, 'a name that git would quote');
  write('targets/c.toml', target('rock65', '30s'));
  t.match(diff('--words-only'), { exit: 1, stdout: /rock65 +new target/ });
  write('targets/bad.toml', 'a = = 1');
  commit('bad');
  rmSync(join(dir, 'targets/bad.toml'));
  t.match(diff(), { exit: 2, stderr: /--> HEAD:targets\/bad\.toml:1:5/ }, 'the finding names the revision');
});

t.test('shallow clones', needsGit, async (t) => {
  const { dir, git, write, commit } = repository(t);
  git('init', '--quiet');
  for (const runtime of ['30s', '40s', '50s']) {
    write('watchdog.toml', spec(runtime));
    commit(runtime);
  }
  const first = git('rev-parse', 'HEAD~2').trim();
  const clone = join(dir, 'clone');
  git('clone', '--quiet', '--depth', '1', `file://${dir}`, clone);
  const shallow = inside(clone);
  t.match(shallow.diff(), { exit: 0 });
  shallow.write('watchdog.toml', spec('1min'));
  t.match(shallow.diff('--words-only'), { exit: 1, stdout: /after 1min instead\s+of\s+50s/ });
  for (const missing of ['HEAD~1', first]) {
    const { exit, stderr } = shallow.diff(missing);
    t.equal(exit, 2, missing);
    t.match(stderr.replace(/\s+/g, ' '), /This clone is shallow: it holds only the newest commits/);
    t.match(stderr.replace(/\s+/g, ' '), /git fetch --unshallow/);
  }
});

t.test('what is missing is said', needsGit, async (t) => {
  const { dir, git, write, commit, diff } = repository(t);
  write('watchdog.toml', spec('30s'));
  const said = (...args: readonly string[]) => {
    const { exit, stderr } = diff(...args);
    t.equal(exit, 2, args.join(' '));
    return stderr.replace(/\s+/g, ' ');
  };
  t.match(said(), /the spec does not lie in a git repository/);
  git('init', '--quiet');
  t.match(said(), /`HEAD` is no revision of this repository.* It has no commit yet/);
  write('other.txt', 'x\n');
  git('add', 'other.txt');
  git('commit', '--quiet', '-m', 'without the spec');
  t.match(said(), /HEAD:watchdog\.toml: it does not exist in that revision/);
  commit('spec');
  t.match(
    said('no-such'),
    /`no-such` is no revision of this repository, and no file or folder has that name/,
  );
  t.match(said('HEAD:watchdog.toml'), /is no revision/, 'a blob');
  t.match(said('--', '--output=x'), /cannot be a revision/);
  t.match(said('a\nb'), /cannot be a revision/);
  rmSync(join(dir, 'watchdog.toml'));
  symlinkSync('other.txt', join(dir, 'watchdog.toml'));
  commit('a link');
  t.match(said('HEAD', 'HEAD~1'), /HEAD:watchdog\.toml: it is a symbolic link/);
  t.notOk(readFileSync(join(dir, 'other.txt'), 'utf8').includes('wdgen'));
});

t.test('a machine without git', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'wdgen-diff-'));
  t.teardown(() => rmSync(dir, { recursive: true, force: true }));
  writeFileSync(join(dir, 'watchdog.toml'), spec('30s'));
  writeFileSync(join(dir, 'new.toml'), spec('40s'));
  const run = (path: string, ...args: readonly string[]) =>
    spawnSync(process.execPath, [join(root, 'bin', 'wdgen.cjs'), 'diff', ...args], {
      cwd: dir,
      env: { PATH: path, NO_COLOR: '1' },
      encoding: 'utf8',
    });
  t.match(run('/nowhere'), { status: 3, stderr: /why: git is needed to read `HEAD`/ });
  t.match(run('/nowhere', 'watchdog.toml', 'new.toml'), { status: 1 }, 'two files need no git');
  const fake = join(dir, 'git');
  writeFileSync(fake, '#!/bin/sh\nexit 1\n');
  chmodSync(fake, 0o755);
  t.match(run(dir), { status: 3 }, 'a git that does not run');
});

t.test('a rule that finds an error leaves the files out and the words in', needsGit, async (t) => {
  const { git, write, commit, diff } = repository(t);
  git('init', '--quiet');
  const optiplex = (runtime: string) =>
    spec(runtime).replace(
      'board = "rock64"\nplatform = "nixos"\nrelease = "25.11"',
      'board = "dell-optiplex"\nplatform = "systemd"',
    );
  write('watchdog.toml', optiplex('30s'));
  commit('first');
  write('watchdog.toml', optiplex('615s'));
  const { exit, stdout, stderr } = diff();
  t.equal(exit, 1);
  const said = stdout.replace(/\s+/g, ' ');
  t.match(said, /rock64: a side has errors that wdgen check tells; its files are not compared\./);
  t.match(said, /after 615s instead of 30s/);
  t.equal(stderr, '');
});

t.test('the story of rock64 from tag to tag', needsGit, async (t) => {
  const repo = repository(t);
  repo.git('init', '-q');
  for (const name of ['watchdog.toml', 'boots.json'])
    repo.write(name, readFileSync(join(root, 'test', 'cases', 'enable-story', name), 'utf8'));
  wdgen(['generate'], repo.dir);
  repo.commit('deferred');
  repo.git('tag', 'v1');
  const before = readFileSync(join(repo.dir, 'watchdog.toml'));

  const refused = wdgen(['enable', '--target', 'rock64'], repo.dir);
  t.equal(refused.exit, 1);
  t.match(refused.stderr, /boots:3: 0 of 3 good boots/, 'what is missing');
  t.equal(repo.git('status', '--porcelain'), '', 'a refusal changes nothing');

  wdgen(['evidence', 'add', '--target', 'rock64', 'boots.json'], repo.dir);
  wdgen(['evidence', 'approve', '--target', 'rock64', '--by', 'Ann'], repo.dir);
  t.equal(wdgen(['enable', '--target', 'rock64'], repo.dir).exit, 0);
  const words = repo.git(
    'diff',
    '--word-diff=porcelain',
    '--word-diff-regex=[a-z0-9]+',
    'v1',
    '--',
    'watchdog.toml',
  );
  const plus = words.split('\n').filter((line) => /^\+[^+]/.test(line));
  t.strictSame(plus, ['+active', '+active'], 'nothing came into the spec but the two states');
  const module = readFileSync(join(repo.dir, 'generated/rock64/modules/watchdog.nix'), 'utf8');
  t.match(module, /RuntimeWatchdogSec = "30s";/);
  t.match(module, /RebootWatchdogSec = "10min";/);
  repo.commit('enabled');
  repo.git('tag', 'v2');

  const told = repo.diff('v1', 'v2', '--words-only');
  t.equal(told.exit, 1);
  t.match(told.stdout, /PID 1/, 'what it means');
  t.match(told.stdout, /arms/, 'the gravest class first');
  t.equal(repo.diff('v1', 'v2', '--fail-on', 'disarms').exit, 0);
  t.equal(repo.diff('v2', 'v1', '--fail-on', 'disarms').exit, 1);

  const settings = ['--setting', 'watchdog.runtime', '--setting', 'watchdog.reboot'];
  const gates = ['--gate', 'boots:3', '--gate', 'approval'];
  const why = ['--reason', 'boot reliability is not validated yet'];
  t.equal(wdgen(['defer', '--target', 'rock64', ...settings, ...why, ...gates], repo.dir).exit, 0);
  t.same(readFileSync(join(repo.dir, 'watchdog.toml')), before, 'deferred again byte for byte');
  t.match(repo.diff('v2').stdout, /disarms/);
});

t.test('evidence that a change makes stale is named', needsGit, async (t) => {
  const repo = repository(t);
  repo.git('init', '-q');
  repo.write('watchdog.toml', spec('20s'));
  repo.commit('first');
  wdgen(['evidence', 'approve', '--target', 'rock64', '--by', 'Ann'], repo.dir);
  repo.write('watchdog.toml', spec('25s'));
  t.match(repo.diff('--words-only').stdout, /evidence\/rock64\/approval-[0-9a-f]{12}\.json becomes stale/);
  repo.write('watchdog.toml', `${spec('20s')}# nothing\n`);
  t.notMatch(repo.diff('--words-only').stdout, /stale/, 'a comment makes nothing stale');
});
