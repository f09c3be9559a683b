// An ext image that was made to write outside of the folder it is unpacked into is refused, and a sound one is not.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { unpack } from '../../src/system/unpack.js';
import { need } from './lib/need.js';

const TOOLS = [
  { command: 'mkfs.ext4', debian: 'e2fsprogs' },
  { command: 'debugfs', debian: 'e2fsprogs' },
  { command: 'e2fsck', debian: 'e2fsprogs' },
];

interface Bench {
  readonly work: string;
  readonly image: string;
}

/** An image with a folder `etc` of so many files; without checksums, so that bytes of a folder can be changed. */
function bench(t: Test, files = 1): Bench {
  const work = mkdtempSync(join(tmpdir(), 'wdgen-ext-'));
  t.teardown(() => rmSync(work, { recursive: true, force: true }));
  mkdirSync(join(work, 'tree/etc'), { recursive: true });
  for (let index = 0; index < files; index++)
    writeFileSync(join(work, `tree/etc/file-with-a-longish-name-${index}`), 'here\n');
  const image = join(work, 'image.ext4');
  execFileSync('truncate', ['-s', '8M', image]);
  const args = ['-q', '-b', '1024', '-O', '^metadata_csum,^dir_index', '-d', join(work, 'tree'), image];
  execFileSync('mkfs.ext4', args, { stdio: 'pipe' });
  return { work, image };
}

function debugfs({ image, work }: Bench, commands: readonly string[]): void {
  execFileSync('debugfs', ['-w', '-f', '-', image], {
    cwd: work,
    input: `${commands.join('\n')}\n`,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Gives an entry of a folder another name of the same length. */
function rename({ image }: Bench, from: string, to: string): void {
  const bytes = readFileSync(image);
  const at = bytes.lastIndexOf(from);
  if (at < 0 || from.length !== to.length) throw new Error(`no ${from}`);
  bytes.write(to, at, 'latin1');
  writeFileSync(image, bytes);
}

async function why({ image }: Bench): Promise<string> {
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('wdgen-audit-'));
  const before = new Set(left());
  const result = await unpack('ext', image, new AbortController().signal);
  if (result.kind !== 'done') {
    const new_ = left().filter((name) => !before.has(name));
    return `${result.kind === 'failed' ? result.why : result.kind}${new_.length === 0 ? '' : ' LEFT'}`;
  }
  const text = readFileSync(join(result.folder, 'etc/file-with-a-longish-name-0'), 'utf8');
  result.remove();
  return `done: ${text}`;
}

t.test('a sound image', async (t) => {
  if (!need(t, TOOLS)) return;
  t.equal(await why(bench(t, 200)), 'done: here\n');
});

t.test('a name that leads out', async (t) => {
  if (!need(t, TOOLS)) return;
  const own = bench(t);
  writeFileSync(join(own.work, 'bad'), 'bad');
  const mark = `pwn${process.pid}`;
  debugfs(own, [`write bad xxxxxx${mark}`]);
  rename(own, `xxxxxx${mark}`, `../../${mark}`);
  t.match(await why(own), /^e2fsck says that the file system has errors .*e2fsck -f on a copy$/);
  t.notOk(existsSync(join(tmpdir(), mark)), 'nothing was written beside the folder');
});

for (const [what, files, said] of [
  ['in one block', 1, /^(e2fsck says|a folder has the name "aaaaaa" twice)/],
  ['in two blocks, which e2fsck does not see', 60, /^a folder has the name "aaaaaa" twice$/],
] as const)
  t.test(`a link and a file of its name ${what}`, async (t) => {
    if (!need(t, TOOLS)) return;
    const own = bench(t);
    const victim = join(own.work, 'victim');
    writeFileSync(victim, 'untouched');
    writeFileSync(join(own.work, 'bad'), 'bad');
    const between = Array.from({ length: files }, (_, index) => `write bad filler-with-a-long-name-${index}`);
    debugfs(own, ['cd etc', `symlink aaaaaa ${victim}`, ...between, 'write bad bbbbbb']);
    rename(own, 'bbbbbb', 'aaaaaa');
    t.match(await why(own), said);
    t.equal(readFileSync(victim, 'utf8'), 'untouched');
  });

t.test('a name with a line break cannot hide another', async (t) => {
  if (!need(t, TOOLS)) return;
  const own = bench(t);
  writeFileSync(join(own.work, 'bad'), 'bad');
  debugfs(own, ['write bad aa-bb']);
  rename(own, 'aa-bb', 'aa\nbb');
  t.match(await why(own), /line break/);
});

t.test('a journal that was not replayed', async (t) => {
  if (!need(t, TOOLS)) return;
  const own = bench(t);
  debugfs(own, ['feature needs_recovery']);
  t.match(await why(own), /journal was not replayed: unmount it cleanly/);
});
