// The same spec, the same bytes and modes: whatever the locale, time zone, clock, umask, folder, home, order of keys or
// of directory entries, and version of Node; and no write at all when nothing changed.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import t, { type Test } from 'tap';
import { figure } from '../lib/figures.js';
import { root, wdgen } from '../lib/wdgen.js';
import { scratch } from '../output/lib/scratch.js';
import { CALLS } from '../output/lib/strace.js';
import { contents } from '../output/lib/trees.js';
import { need } from '../tools/lib/need.js';
import { nodes } from './lib/nodes.js';
import { pairwise } from './lib/pairwise.js';

const bin = join(root, 'bin', 'wdgen.cjs');

/** Turns the entries of every directory around, as another file system might. Node's own sorting is undone by it. */
const REVERSED = `#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#define REVERSE(name, type) \\
  int name(const char *dir, struct type ***list, int (*keep)(const struct type *), \\
           int (*order)(const struct type **, const struct type **)) { \\
    int (*real)() = dlsym(RTLD_NEXT, #name); \\
    int n = real(dir, list, keep, order); \\
    for (int i = 0; i < n / 2; i++) { \\
      struct type *swap = (*list)[i]; (*list)[i] = (*list)[n - 1 - i]; (*list)[n - 1 - i] = swap; \\
    } \\
    return n; \\
  }
REVERSE(scandir, dirent)
REVERSE(scandir64, dirent64)
`;

/**
 * The sections of a TOML file, and the keys in each, in reverse order. Probes keep theirs: it is the order in which the
 * device tries them.
 */
function reordered(text: string): string {
  const [head = '', ...sections] = text.split(/^(?=\[)/m);
  const isProbe = (section: string): boolean => section.includes('.network.probe.');
  const probes = sections.filter(isProbe);
  const turned = sections.reverse().map((section) => (isProbe(section) ? (probes.shift() ?? '') : section));
  return head + turned.map(turnKeys).join('');
}

/** A section whose keys take a line each, turned around; any other one as it is. */
function turnKeys(section: string): string {
  const [head = '', ...lines] = section.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  if (!lines.every((line) => /^[\w.-]+ *= *[^[]/.test(line) || /^[\w.-]+ *= *\[.*\]/.test(line)))
    return section;
  return `${[head, ...lines.reverse()].join('\n')}\n`;
}

/** A project with several spec files, each of which may be written in another order. */
function project(dir: string, order: string): string {
  const folder = join(dir, `spec-${order}`);
  if (existsSync(folder)) return folder;
  mkdirSync(join(folder, 'targets'), { recursive: true });
  const text = readFileSync(join(root, 'examples', 'watchdog.toml'), 'utf8');
  const change = order === 'reversed' ? reordered : (same: string) => same;
  const parts = new Map<string, string>();
  for (const section of text.split(/^(?=\[target\.)/m).slice(1)) {
    const name = /^\[target\.([^\].]+)/.exec(section)?.[1] ?? '';
    parts.set(name, (parts.get(name) ?? '') + section);
  }
  for (const [name, sections] of parts)
    writeFileSync(join(folder, 'targets', `${name}.toml`), change(sections));
  writeFileSync(join(folder, 'watchdog.toml'), 'schema = 1\ninclude = ["targets/*.toml"]\n');
  return folder;
}

interface Conditions {
  readonly locale: string;
  readonly zone: string;
  readonly umask: string;
  readonly cwd: string;
  readonly home: string;
  readonly order: string;
  readonly entries: string;
  readonly node: string;
  readonly clock: string;
}

function runUnder(
  dir: string,
  conditions: Conditions,
  out: string,
): { readonly status: number | null; readonly stderr: string } {
  const { locale, zone, umask, cwd, home, order, entries, node, clock } = conditions;
  const spec = join(project(dir, order), 'watchdog.toml');
  const places: Readonly<Record<string, string>> = {
    root: '/',
    spec: join(spec, '..'),
    elsewhere: join(dir, 'a b'),
  };
  const homes: Readonly<Record<string, readonly string[]>> = {
    own: [`HOME=${dir}`, `TMPDIR=${dir}`],
    none: ['HOME=/nonexistent', 'TMPDIR=/nonexistent'],
    unset: [],
  };
  const env = [
    `PATH=${process.env['PATH'] ?? ''}`,
    ...(locale === '' ? [] : [`LC_ALL=${locale}`, `LANG=${locale}`]),
    `TZ=${zone}`,
    ...(homes[home] ?? []),
    ...(entries === 'reversed' ? [`LD_PRELOAD=${join(dir, 'reversed.so')}`] : []),
  ];
  const faked = clock === 'now' ? [] : ['faketime', '-m', clock];
  const name = spec.startsWith(places[cwd] ?? '\0') && cwd === 'spec' ? 'watchdog.toml' : spec;
  const command = ['env', '-i', ...env, ...faked, node, bin, 'generate', '--spec', name, '--out', out];
  const line = `umask ${umask}; exec ${command.map((word) => `'${word}'`).join(' ')}`;
  return spawnSync('sh', ['-c', line], { cwd: places[cwd], encoding: 'utf8', timeout: 120_000 });
}

t.test('as many runs as hold every pair of conditions', async (t) => {
  const tools = [
    { command: 'faketime', debian: 'faketime' },
    { command: 'gcc', debian: 'gcc' },
  ];
  if (!need(t, tools)) return;
  const versions = nodes(t);
  const dir = scratch(t);
  mkdirSync(join(dir, 'a b'));
  writeFileSync(join(dir, 'reversed.c'), REVERSED);
  execFileSync('gcc', ['-shared', '-fPIC', '-w', '-o', 'reversed.so', 'reversed.c', '-ldl'], { cwd: dir });
  const dimensions = {
    locale: ['', 'C', 'C.UTF-8', 'de_DE.UTF-8', 'tr_TR.UTF-8', 'nonsense'],
    zone: ['UTC', 'America/St_Johns', 'Asia/Kolkata', 'Pacific/Kiritimati', 'nonsense'],
    umask: ['000', '022', '027', '077'],
    cwd: ['root', 'spec', 'elsewhere'],
    home: ['own', 'none', 'unset'],
    order: ['written', 'reversed'],
    entries: ['sorted', 'reversed'],
    node: versions,
    clock: ['now', '1970-01-02 00:00:00', '2038-01-20 00:00:00', '2100-02-28 23:59:59'],
  };
  const rows = pairwise(dimensions, 64) as unknown as readonly Conditions[];
  let wanted: string | undefined;
  let held = 0;
  for (const [index, conditions] of rows.entries()) {
    const out = join(dir, `out${index}`);
    const { status, stderr } = runUnder(dir, conditions, out);
    const found = status === 0 ? JSON.stringify(contents(out)) : '';
    wanted ??= found;
    const same = status === 0 && found === wanted;
    if (same) held++;
    else t.fail(JSON.stringify(conditions), { status, stderr });
    execFileSync('rm', ['-rf', out]);
  }
  t.equal(held, rows.length);
  t.notMatch(wanted, dir, 'no path of this machine');
  if (versions.length === 3)
    figure(11, {
      part: 'runs over nine conditions (Node 20, 22, 24), pairwise',
      cases: rows.length,
      held,
    });
});

/** A command under strace: the system calls that change the disk. */
function changes(t: Test, args: readonly string[], cwd: string): string[] {
  const log = join(cwd, 'trace.log');
  const trace = CALLS.map((call) => `?${call}`).join();
  const { status, stderr } = spawnSync(
    'env',
    ['-u', 'NODE_OPTIONS', 'strace', '-f', '-o', log, '-e', `trace=${trace}`, process.execPath, bin, ...args],
    {
      cwd,
      encoding: 'utf8',
    },
  );
  t.equal(status, 0, `${args.join(' ')}\n${stderr}`);
  return readFileSync(log, 'utf8')
    .split('\n')
    .map((line) => line.replace(/^\d+ +/, ''))
    .filter((line) => /^\w+\(/.test(line) && !/^write\(/.test(line))
    .filter((line) => !line.startsWith('openat(') || /O_CREAT|O_WRONLY|O_RDWR/.test(line))
    .filter((line) => !line.includes('"/dev/'));
}

t.test('nothing changed, nothing written', async (t) => {
  const tools = [
    { command: 'strace', debian: 'strace' },
    { command: 'git', debian: 'git' },
  ];
  if (!need(t, tools)) return;
  const examples: Readonly<Record<string, (folder: string) => void>> = {
    'the five systems': (folder) =>
      cpSync(join(root, 'examples', 'watchdog.toml'), join(folder, 'watchdog.toml')),
  };
  const commands = [
    ['generate'],
    ['generate', '--force'],
    ['generate', '--check'],
    ['generate', '--dry-run'],
    ['check'],
    ['diff'],
  ];
  let cases = 0;
  let held = 0;
  for (const [name, prepare] of Object.entries(examples)) {
    const folder = t.testdir({});
    prepare(folder);
    t.equal(wdgen(['generate'], folder).exit, 0);
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: folder });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'all');
    const before = contents(join(folder, 'generated'), 'identity');
    for (const command of commands) {
      cases++;
      // git itself makes files while it reads; what wdgen does is what counts.
      const made = command[0] === 'diff' ? [] : changes(t, command, folder);
      if (command[0] === 'diff') t.equal(wdgen(command, folder).exit, 0);
      t.strictSame(made, [], `${name}: ${command.join(' ')}`);
      t.strictSame(contents(join(folder, 'generated'), 'identity'), before, 'same inodes, mtimes and ctimes');
      if (t.passing()) held++;
    }
  }
  figure(12, { part: 'commands over the five systems, again', cases, held });
});
