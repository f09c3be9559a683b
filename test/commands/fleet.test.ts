// A fleet of more files than are held in memory at once: read, judged and rendered in parts, with nothing told apart.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { SPEC } from '../lib/small-spec.js';
import { wdgen } from '../lib/wdgen.js';
import { scratch } from '../output/lib/scratch.js';
import { contents } from '../output/lib/trees.js';

const COUNT = 330;
const nameOf = (index: number): string => `u${String(index).padStart(3, '0')}`;
const unit = (name: string): string =>
  SPEC.replace('schema = 1\n', '').replaceAll('target.rock64', `target.${name}`);

/** Writes a fleet whose root file has a target, too; every tenth one has something to be warned of. */
function fleet(t: Test): string {
  const dir = scratch(t);
  mkdirSync(join(dir, 'units'));
  writeFileSync(
    join(dir, 'watchdog.toml'),
    SPEC.replace('schema = 1', 'schema = 1\ninclude = ["units/*.toml"]'),
  );
  for (let index = 0; index < COUNT; index++) {
    const text = unit(nameOf(index));
    const warned = index % 10 === 0 ? text.replace('"30s"', '"2s"') : text;
    writeFileSync(join(dir, 'units', `${nameOf(index)}.toml`), warned);
  }
  return dir;
}

/** In parts, and in one piece: a shard is never read in parts. */
function bothWays(dir: string, args: readonly string[] = []) {
  const ways = [[], ['--shard', '1/1']].map((way) => {
    rmSync(join(dir, 'generated'), { recursive: true, force: true });
    const ran = wdgen(['generate', ...way, ...args], dir, { WDGEN_RECEIPTS: 'off' });
    return { ran, tree: contents(dir) };
  });
  return { parts: ways[0], whole: ways[1] };
}

t.test('the same files, warnings and results', async (t) => {
  const dir = fleet(t);
  for (const args of [[], ['--format', 'json'], ['--target', 'u03*', '--target', 'rock64']]) {
    const { parts, whole } = bothWays(dir, args);
    t.equal(whole?.ran.exit, 0);
    if (args.length === 0) t.match(whole?.ran.stderr, /33 warnings/);
    t.strictSame(parts?.ran, whole?.ran, args.join(' '));
    t.strictSame(parts?.tree, whole?.tree, 'the tree');
    t.ok(Object.keys(parts?.tree ?? {}).length > 500 || args.length === 4, 'and there is one');
  }
});

/** What is wrong is found in one part, or only by looking at all of them. */
const MISTAKES: Readonly<Record<string, (dir: string) => readonly string[] | undefined>> = {
  'in the form of one file': (dir) => {
    writeFileSync(join(dir, 'units/u200.toml'), `${unit('u200')}colour = "red"\n`);
    return undefined;
  },
  'in the plan of one target': (dir) => {
    writeFileSync(join(dir, 'units/u200.toml'), unit('u200').replace('"rock64"', '"rock65"'));
    return undefined;
  },
  'one name in two parts': (dir) => {
    writeFileSync(join(dir, 'units/u300.toml'), unit('u010'));
    return undefined;
  },
  'a name of the root file in a later part': (dir) => {
    writeFileSync(join(dir, 'units/u300.toml'), unit('rock64'));
    return undefined;
  },
  'a target that nobody has': () => ['--target', 'u999'],
};

for (const [what, spoil] of Object.entries(MISTAKES)) {
  t.test(`${what}: told as in one piece, and nothing is written`, async (t) => {
    const dir = fleet(t);
    const args = spoil(dir) ?? [];
    const { parts, whole } = bothWays(dir, args);
    t.equal(parts?.ran.exit, 2);
    t.strictSame(parts?.ran, whole?.ran);
    t.strictSame(
      Object.keys(parts?.tree ?? {}).filter((path) => path.startsWith('generated')),
      [],
    );
  });
}

t.test('of a fleet that is remembered only the changed part is read', async (t) => {
  const dir = fleet(t);
  const more = { XDG_CACHE_HOME: join(dir, '..', `${dir.split('/').pop()}-cache`) };
  t.teardown(() => rmSync(more.XDG_CACHE_HOME, { recursive: true, force: true }));
  t.equal(wdgen(['generate'], dir, more).exit, 0);
  const file = join(dir, 'units/u123.toml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"30s"', '"20s"'));
  const { stdout, exit } = wdgen(['generate'], dir, more);
  t.equal(exit, 0);
  t.equal(stdout.match(/ updated /g)?.length, 1);
  t.equal(stdout.match(/ unchanged/g)?.length, COUNT);
  t.equal(wdgen(['generate', '--check'], dir, { WDGEN_RECEIPTS: 'off' }).exit, 0);
});
