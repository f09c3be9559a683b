// What `generate` remembers of its last run saves work, and changes nothing of what a run says and leaves.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import t, { type Test } from 'tap';
import { SPEC } from '../lib/small-spec.js';
import { type Ran, root, wdgen } from '../lib/wdgen.js';
import { scratch } from '../output/lib/scratch.js';
import { CALLS, pointsIn } from '../output/lib/strace.js';
import { contents } from '../output/lib/trees.js';
import { need } from '../tools/lib/need.js';

/** Five targets, with warnings at many of them. */
const EXAMPLES = readFileSync(join(root, 'examples', 'watchdog.toml'), 'utf8');

/** A project of several files, generated once, with a cache of its own. */
function project(t: Test, main = SPEC) {
  const dir = join(scratch(t), 'project');
  const cache = join(dirname(dir), 'cache');
  mkdirSync(join(dir, 'more'), { recursive: true });
  writeFileSync(
    join(dir, 'watchdog.toml'),
    main.replace('schema = 1', 'schema = 1\ninclude = ["more/*.toml"]'),
  );
  for (const name of ['one', 'two']) writeFileSync(join(dir, 'more', `${name}.toml`), another(name));
  const run = (args: readonly string[] = ['generate'], more: Readonly<Record<string, string>> = {}) =>
    wdgen(args, dir, { XDG_CACHE_HOME: cache, ...more });
  const first = run();
  if (first.exit !== 0) throw new Error(first.stderr);
  return { dir, cache, run };
}

const another = (name: string): string =>
  SPEC.replace('schema = 1\n', '').replaceAll('target.rock64', `target.${name}`);

/** A run that remembers, and the same one that does not, each in the same state of the project. */
function both({ dir, run }: ReturnType<typeof project>, args: readonly string[]): readonly [Ran, Ran] {
  const before = `${dir}.before`;
  cpSync(dir, before, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  const remembering = run(args);
  const left = JSON.stringify(contents(dir));
  rmSync(dir, { recursive: true });
  renameSync(before, dir);
  const whole = run(args, { WDGEN_RECEIPTS: 'off' });
  if (JSON.stringify(contents(dir)) !== left) return [remembering, { ...whole, stderr: 'ANOTHER TREE' }];
  return [remembering, whole];
}

/** Whether a run came as far as the bundle that compiles. */
function compiles({ dir, cache }: ReturnType<typeof project>, args: readonly string[]): boolean {
  const log = join(dir, '..', 'opened');
  const command = ['-f', '-o', log, '-e', 'trace=openat', process.execPath, join(root, 'bin', 'wdgen.cjs')];
  execFileSync('env', ['-u', 'NODE_OPTIONS', 'strace', ...command, ...args], {
    cwd: dir,
    stdio: 'pipe',
    env: { PATH: process.env['PATH'], XDG_CACHE_HOME: cache },
  });
  return readFileSync(log, 'utf8').includes('dist/compile.cjs');
}

const TREE = 'generated/rock64';

t.test('a run with nothing to do renders nothing, and says what a whole run says', async (t) => {
  if (!need(t, [{ command: 'strace', debian: 'strace' }])) return;
  const of = project(t, EXAMPLES);
  for (const args of [
    ['generate'],
    ['generate', '--check'],
    ['generate', '--dry-run'],
    ['generate', '--force'],
    ['generate', '--format', 'json'],
    ['generate', '--format', 'sarif'],
    ['generate', '--target', 'rock64'],
    ['generate', '--target', 't*', '--target', 'one'],
    ['generate', '--depfile', 'wdgen.d', '--stamp', 'stamp'],
  ]) {
    t.equal(compiles(of, args), false, `${args.join(' ')} does not compile`);
    const [remembering, whole] = both(of, args);
    t.equal(whole.exit, 0);
    t.strictSame(remembering, whole, args.join(' '));
  }
});

/** Everything that makes a receipt not hold any more: what is done to the project. */
const CHANGES: Readonly<Record<string, (dir: string) => void>> = {
  'a byte of the spec': (dir) => edit(join(dir, 'watchdog.toml'), (text) => text.replace('"30s"', '"40s"')),
  'a comment of the spec, which moves what warnings point at': (dir) =>
    edit(join(dir, 'watchdog.toml'), (text) => `# new\n${text}`),
  'an included file': (dir) => edit(join(dir, 'more/one.toml'), (text) => text.replace('"30s"', '"40s"')),
  'an included file, with a mistake': (dir) => edit(join(dir, 'more/one.toml'), (text) => `${text}x = 1\n`),
  'a new file that a pattern matches': (dir) => writeFileSync(join(dir, 'more/three.toml'), another('three')),
  'a new file with a name that is taken': (dir) =>
    writeFileSync(join(dir, 'more/three.toml'), another('one')),
  'a file that is gone': (dir) => rmSync(join(dir, 'more/two.toml')),
  'all included files gone': (dir) => rmSync(join(dir, 'more'), { recursive: true }),
  'a file edited by hand': (dir) => edit(join(dir, TREE, 'RUNBOOK.md'), (text) => `${text}mine\n`),
  'a file deleted': (dir) => rmSync(join(dir, TREE, 'RUNBOOK.md')),
  'a mode': (dir) => chmodSync(join(dir, TREE, 'RUNBOOK.md'), 0o755),
  'a link in place of a file': (dir) => {
    renameSync(join(dir, TREE, 'RUNBOOK.md'), join(dir, 'elsewhere.md'));
    symlinkSync('../../elsewhere.md', join(dir, TREE, 'RUNBOOK.md'));
  },
  'a link in place of the folder': (dir) => {
    renameSync(join(dir, TREE), join(dir, 'elsewhere'));
    symlinkSync('../elsewhere', join(dir, TREE));
  },
  'a manifest edited': (dir) =>
    edit(join(dir, TREE, 'manifest.json'), (text) => text.replace('0644', '0755')),
  'the manifest gone': (dir) => rmSync(join(dir, TREE, 'manifest.json')),
  'a target gone': (dir) => rmSync(join(dir, 'generated/one'), { recursive: true }),
  'what a dead run left': (dir) => renameSync(join(dir, TREE), join(dir, 'generated/.wdgen-old-rock64')),
  'a target that the spec does not have': (dir) => {
    cpSync(join(dir, 'generated/one'), join(dir, 'generated/four'), { recursive: true });
    edit(join(dir, 'generated/four/manifest.json'), (text) => text.replace('"one"', '"four"'));
  },
};

function edit(file: string, change: (text: string) => string): void {
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`${file}: the edit changes nothing`);
  writeFileSync(file, after);
}

for (const [what, change] of Object.entries(CHANGES)) {
  t.test(`a run after ${what} is a whole one`, async (t) => {
    const of = project(t);
    change(of.dir);
    for (const args of [['generate', '--check'], ['generate'], ['generate', '--force', '--format', 'json']]) {
      const [remembering, whole] = both(of, args);
      t.strictSame(remembering, whole, args.join(' '));
    }
  });
}

t.test('only what is in a changed file is rendered', async (t) => {
  if (!need(t, [{ command: 'strace', debian: 'strace' }])) return;
  const of = project(t);
  edit(join(of.dir, 'more/one.toml'), (text) => text.replace('"30s"', '"40s"'));
  const { stdout, exit } = of.run();
  t.equal(exit, 0);
  t.match(stdout, /one +updated/);
  t.match(stdout, /two +unchanged/);
  t.equal(compiles(of, ['generate']), false, 'and all of it is remembered then');
});

t.test('receipts that are cut off, edited or of another wdgen are not believed', async (t) => {
  const of = project(t);
  const folder = join(of.cache, 'wdgen/receipts');
  const [name = ''] = readdirSync(folder);
  const place = join(folder, name);
  const sound = readFileSync(place, 'utf8');
  const wanted = of.run(['generate'], { WDGEN_RECEIPTS: 'off' });
  const damaged = [
    ...Array.from({ length: 12 }, (_, index) => sound.slice(0, Math.floor((sound.length * index) / 12))),
    sound.replace('"names"', '"mames"'),
    sound.replaceAll(/[0-9a-f]{64}/g, '0'.repeat(64)),
    '\0'.repeat(sound.length),
    '{}',
    `${sound}\n`,
  ];
  for (const text of damaged) {
    writeFileSync(place, text);
    t.strictSame(of.run(), wanted);
    t.equal(readFileSync(place, 'utf8'), sound, 'and is put right');
  }
});

t.test('a cache that cannot be written, or is a file, is done without', async (t) => {
  const of = project(t);
  const wanted = of.run(['generate'], { WDGEN_RECEIPTS: 'off' });
  for (const place of ['/proc', '/dev/null/x', join(of.dir, 'watchdog.toml'), 'relative'])
    t.strictSame(of.run(['generate'], { XDG_CACHE_HOME: place, HOME: '/proc' }), wanted, place);
});

t.test('receipts of 200 specs are kept, those that were made last', async (t) => {
  const of = project(t);
  const folder = join(of.cache, 'wdgen/receipts');
  const [own = ''] = readdirSync(folder);
  for (let index = 0; index < 230; index++) {
    const other = join(folder, `${String(index).padStart(64, '0')}.json`);
    writeFileSync(other, '');
    utimesSync(other, 1e9 + index, 1e9 + index);
  }
  edit(join(of.dir, 'more/one.toml'), (text) => text.replace('"30s"', '"40s"'));
  t.equal(of.run().exit, 0);
  const left = readdirSync(folder);
  t.equal(left.length, 200);
  t.ok(left.includes(own));
  t.notOk(left.includes(`${'0'.repeat(64)}.json`));
});

t.test('a run killed at its writes to the cache leaves nothing that a later one believes', async (t) => {
  if (!need(t, [{ command: 'strace', debian: 'strace' }])) return;
  const of = project(t);
  const wanted = of.run(['generate'], { WDGEN_RECEIPTS: 'off' });
  const log = join(of.dir, '..', 'calls');
  const under = (...more: readonly string[]): void => {
    rmSync(of.cache, { recursive: true, force: true });
    const command = [
      'strace',
      '-o',
      log,
      ...more,
      process.execPath,
      join(root, 'bin', 'wdgen.cjs'),
      'generate',
    ];
    const env = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', XDG_CACHE_HOME: of.cache };
    spawnSync('env', ['-u', 'NODE_OPTIONS', ...command], { cwd: of.dir, env });
  };
  under('-e', `trace=${CALLS.map((call) => `?${call}`).join()}`);
  const points = pointsIn(readFileSync(log, 'utf8'), of.cache);
  t.ok(points.length >= 5, `${points.length} points`);
  for (const { call, when, line } of points) {
    for (const injection of ['signal=SIGKILL', 'error=ENOSPC']) {
      under('-e', `trace=${call}`, '-e', `inject=${call}:${injection}:when=${when}`);
      t.strictSame(of.run(), wanted, `${injection} at ${line.slice(0, 60)}`);
      t.strictSame(of.run(), wanted, 'and again');
    }
  }
});
