// docs/ci.md and examples/ci: the files are what they claim to be, and every command in them is one that wdgen takes.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import t from 'tap';
import { parse } from 'yaml';
import { calls, refusalOf } from './lib/recipes.js';
import { root, wdgen } from './lib/wdgen.js';

const read = (name: string) => readFileSync(join(root, name), 'utf8');

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly needs?: string;
  readonly steps: readonly Step[];
  readonly stage?: string;
  readonly script?: readonly string[];
  readonly extends?: string;
  readonly trigger?: { readonly include: readonly { readonly artifact: string; readonly job: string }[] };
  readonly artifacts?: { readonly paths: readonly string[] };
}

/** Every text below a YAML value. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

const fences = fencesOf('docs/ci.md');

function fencesOf(file: string) {
  return [...read(file).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
    language: language ?? '',
    text: text ?? '',
  }));
}
const recipes: Record<string, string> = {
  'examples/ci/github.yml': texts(parse(read('examples/ci/github.yml'))).join('\n'),
  'examples/ci/gitlab.yml': texts(parse(read('examples/ci/gitlab.yml'))).join('\n'),
  'examples/ci/gitlab-rehearse.yml': texts(parse(read('examples/ci/gitlab-rehearse.yml'))).join('\n'),
  'examples/ci/pre-commit': read('examples/ci/pre-commit'),
  '.pre-commit-hooks.yaml': texts(parse(read('.pre-commit-hooks.yaml'))).join('\n'),
  'docs/ci.md': fences.map(({ text }) => text).join('\n'),
  'nix/README.md': read('nix/README.md'),
  'buildroot/README.md': read('buildroot/README.md'),
};

t.test('every command of the recipes is one that wdgen takes', async (t) => {
  for (const [name, text] of Object.entries(recipes)) {
    const found = calls(text);
    if (!name.endsWith('README.md')) t.ok(found.length > 0, `${name} calls wdgen`);
    for (const args of found) t.equal(refusalOf(args), null, `${name}: wdgen ${args.join(' ')}`);
  }
  t.match(refusalOf(['check', '--strickt']), /unknown option/, 'and one that it does not take is noticed');
  t.match(refusalOf(['chekc']), /unknown command/);
});

t.test('GitHub: jobs need jobs that exist, and no text of a pull request reaches a shell', async (t) => {
  const { jobs } = parse(read('examples/ci/github.yml')) as { jobs: Record<string, Job> };
  for (const [name, { needs, steps }] of Object.entries(jobs)) {
    if (needs !== undefined) t.ok(jobs[needs], `${name} needs ${needs}`);
    for (const { uses, run } of steps) {
      t.ok((uses === undefined) !== (run === undefined), `${name}: each step uses or runs`);
      t.notMatch(run ?? '', /\$\{\{/, `${name}: ${run}`);
    }
  }
});

t.test('GitLab: stages and artifacts exist, and the child pipeline is whole', async (t) => {
  const { stages, ...rest } = parse(read('examples/ci/gitlab.yml')) as { stages: string[] } & Record<
    string,
    Job
  >;
  const jobs = Object.entries(rest).filter(([name]) => !['default', 'workflow'].includes(name));
  for (const [name, { stage }] of jobs) t.ok(stages.includes(stage ?? ''), `${name} has a stage`);
  for (const { artifact, job } of rest['rehearse']?.trigger?.include ?? [])
    t.ok(rest[job]?.artifacts?.paths.includes(artifact), `${job} makes ${artifact}`);
  const printed = wdgen(['matrix', '--format', 'gitlab', '--spec', 'examples/watchdog.toml'], root);
  const matrix = printed.exit === 0 ? printed.stdout : '.wdgen-matrix:\n  parallel: 1\n';
  const child = parse(`${matrix}${read('examples/ci/gitlab-rehearse.yml')}`) as Record<string, Job>;
  t.match(child['workflow'], { rules: [{ when: 'always' }] }, 'also for a merge request');
  t.ok(child[child['rehearse']?.extends ?? ''], 'it extends what wdgen matrix prints');
});

t.test('the YAML of the document, and the Make rule for fleets', async (t) => {
  const hooks = (parse(read('.pre-commit-hooks.yaml')) as { id: string }[]).map(({ id }) => id);
  const yaml = parse(fences.find(({ language }) => language === 'yaml')?.text ?? '') as {
    repos: { hooks: { id: string }[] }[];
  };
  for (const { id } of yaml.repos[0]?.hooks ?? []) t.ok(hooks.includes(id), id);
  const rule = fencesOf('docs/fleets.md').find(({ language }) => language === 'make')?.text ?? '';
  const make = spawnSync('make', ['-n', '-f', '-'], { cwd: t.testdir({}), input: rule, encoding: 'utf8' });
  t.match(make.stdout, 'wdgen generate --depfile wdgen.d', make.stderr);
});

const SPEC = `schema = 1
[target.pc]
board = "qemu-x86-i6300esb"
platform = "nixos"
release = "25.11"
[target.pc.watchdog]
feeder = { active = "systemd" }
runtime = { active = "30s" }
`;

t.test('the diff of the request that introduces the spec, and of a later one', async (t) => {
  const github = parse(read('examples/ci/github.yml')) as { jobs: Record<string, Job> };
  const gitlab = parse(read('examples/ci/gitlab.yml')) as Record<string, Job>;
  const scripts = [
    ...(github.jobs['diff']?.steps.map(({ run }) => run ?? '') ?? []),
    ...(gitlab['diff']?.script ?? []),
  ].filter((script) => script.includes('wdgen diff'));
  t.equal(scripts.length, 2);
  const folder = t.testdir({ 'watchdog.toml': SPEC, bin: {} });
  writeFileSync(join(folder, 'bin/wdgen'), '#!/bin/sh\necho "RUN $*"\nexit "$WDGEN_EXIT"\n');
  chmodSync(join(folder, 'bin/wdgen'), 0o755);
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
  const git = (...args: string[]) =>
    spawnSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' }).stdout.trim();
  git('init', '--quiet', '.');
  git('commit', '--quiet', '--allow-empty', '-m', 'nothing');
  const before = git('rev-parse', 'HEAD');
  git('add', 'watchdog.toml');
  git('commit', '--quiet', '-m', 'spec');
  for (const [base, exit, status, words] of [
    [before, '2', 0, 'The spec is new'],
    ['HEAD', '1', 0, 'RUN diff '],
    ['HEAD', '2', 1, 'RUN diff '],
  ] as const)
    for (const script of scripts) {
      git('update-ref', 'refs/remotes/origin/main', base);
      const PATH = `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`;
      const env = {
        PATH,
        WDGEN_EXIT: exit,
        GITHUB_BASE_REF: 'main',
        CI_MERGE_REQUEST_DIFF_BASE_SHA: git('rev-parse', base),
      };
      t.equal(spawnSync('bash', ['-e', '-c', script], { cwd: folder, env }).status, status, script);
      t.match(readFileSync(join(folder, 'diff.md'), 'utf8'), words);
    }
});

t.test('the git hook, in a real repository', async (t) => {
  const folder = t.testdir({ 'watchdog.toml': SPEC, bin: {}, node_modules: { '.bin': {} } });
  const own = `exec ${process.execPath} ${root}/bin/wdgen.cjs "$@"`;
  // The second is another version, in PATH: the project's own comes first.
  for (const [name, text] of [
    ['node_modules/.bin/wdgen', own],
    ['bin/wdgen', 'exit 3'],
  ] as const) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const env = {
    PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.org',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example.org',
  };
  const git = (...args: string[]) => spawnSync('git', args, { cwd: folder, env, encoding: 'utf8' });
  git('init', '--quiet', '.');
  mkdirSync(join(folder, '.git/hooks'), { recursive: true });
  copyFileSync(join(root, 'examples/ci/pre-commit'), join(folder, '.git/hooks/pre-commit'));
  git('add', 'watchdog.toml');
  const early = git('commit', '--quiet', '-m', 'spec without tree');
  t.equal(early.status, 1, 'a spec whose tree is not staged is refused');

  t.equal(wdgen(['generate'], folder).exit, 0);
  git('add', 'generated');
  const whole = git('commit', '--quiet', '-m', 'both');
  t.equal(whole.status, 0, whole.stderr);

  writeFileSync(join(folder, 'watchdog.toml'), SPEC.replace('30s', '20s'));
  writeFileSync(join(folder, 'note'), 'x');
  git('add', 'note');
  t.equal(git('commit', '--quiet', '-m', 'note').status, 0, 'what is not staged does not count');
  git('add', 'watchdog.toml');
  const stale = git('commit', '--quiet', '-m', 'stale');
  t.equal(stale.status, 1);
  t.match(stale.stdout + stale.stderr, /generated\/pc +stale/);
});
