// System calls of the real command that fail: what it says, what it leaves, and that the next run is well again.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import t from 'tap';
import { figure } from '../lib/figures.js';
import { SPEC } from '../lib/small-spec.js';
import { wdgen } from '../lib/wdgen.js';
import { pool } from '../output/lib/processes.js';
import { scratch } from '../output/lib/scratch.js';
import type { Point } from '../output/lib/strace.js';
import { contents } from '../output/lib/trees.js';
import { need } from '../tools/lib/need.js';
import { actions, lay, left, look, mustRun, start } from './lib/project.js';
import { argsIn, disturbed, nameOf, points } from './lib/traced.js';

const STRACE = [{ command: 'strace', debian: 'strace' }];
const ERRNOS = ['ENOSPC', 'EIO', 'EDQUOT', 'EMFILE', 'ENOMEM', 'EINTR'];
const CALLS = ['mkdir', 'openat', 'write', 'rename', 'link', 'symlink'];

/** One call of each kind that concerns the project itself, out of the middle of the run. */
function chosen(all: readonly Point[], folder: string): readonly Point[] {
  const ours = all.filter(({ call, line }) =>
    call === 'write' ? !/^write\(\d+, "\\1\\0/.test(line) : line.includes(`"${folder}/generated/`),
  );
  return CALLS.flatMap((call) => {
    const same = ours.filter((point) => point.call === call);
    return same[Math.floor(same.length / 2)] ?? [];
  });
}

t.test('six errors at six calls', async (t) => {
  if (!need(t, STRACE)) return;
  const laid = lay(scratch(t), 'update', actions['generate, update']);
  const found = chosen(await points(laid), join(laid.base, 'traced'));
  t.equal(found.length, CALLS.length, found.map(nameOf).join('\n'));
  const cases = found.flatMap((point) => ERRNOS.map((errno) => ({ point, errno })));
  let held = 0;
  let full = 0;
  await pool(cases, 2, async ({ point, errno }, index) => {
    const folder = laid.fresh(`fail${index}`);
    const injection = `${point.call}:error=${errno}:when=${point.when}`;
    const { code, stderr, hit } = await disturbed(folder, laid.args, injection);
    const seen = look(folder);
    const again = errno === 'EINTR';
    const problems = [
      code === (again ? 0 : 3) ? '' : `exit ${code}: ${stderr}`,
      again || (stderr.includes(`(${errno})`) && stderr.includes(folder)) ? '' : `says: ${stderr}`,
      seen.tree === (again ? laid.wanted.tree : laid.old.tree) ? '' : 'the tree is another one',
      ...left(folder).map((file) => `left: ${file}`),
    ];
    mustRun(['generate'], folder);
    if (look(folder).tree !== laid.wanted.tree) problems.push('not healed');
    const wrong = problems.filter((problem) => problem !== '');
    t.strictSame(wrong, [], `${errno} at ${hit.slice(0, 120)}`);
    if (wrong.length > 0) return;
    held++;
    if (errno === 'ENOSPC') full++;
  });
  figure(5, { part: 'six errors at six kinds of calls', cases: cases.length, held });
  figure(4, { part: 'one write of each kind, by the command', cases: CALLS.length, held: full });
});

t.test('enable, when the tree cannot be written: the spec is as it was', async (t) => {
  if (!need(t, STRACE)) return;
  const laid = lay(scratch(t), 'enable', actions.enable);
  const all = await points(laid);
  const last = all.filter(({ call, line }) => call === 'rename' && line.includes('/generated/'));
  const spec = all.filter(({ call, line }) => call === 'rename' && line.includes('.watchdog.toml.wdgen-'));
  let held = 0;
  const cases = [...last.slice(0, 2), ...spec].flatMap((point) =>
    ['ENOSPC', 'EIO'].map((errno) => ({ point, errno })),
  );
  for (const [index, { point, errno }] of cases.entries()) {
    const folder = laid.fresh(`fail${index}`);
    const { code, stderr } = await disturbed(
      folder,
      laid.args,
      `${point.call}:error=${errno}:when=${point.when}`,
    );
    const problems = [
      code === 3 && stderr.includes(errno) && stderr.includes(folder) ? '' : `exit ${code}: ${stderr}`,
      JSON.stringify(look(folder)) === JSON.stringify(laid.old) ? '' : 'something changed',
      ...left(folder),
    ].filter((problem) => problem !== '');
    t.strictSame(problems, [], `${errno} at ${nameOf(point)}`);
    if (problems.length === 0) held++;
  }
  t.ok(cases.length >= 6);
  figure(5, { part: '`enable`, its spec and its tree', cases: cases.length, held });
});

t.test('sixteen sizes of a file system', async (t) => {
  const dir = scratch(t);
  const out = join(dir, 'small');
  mkdirSync(out);
  if (
    process.getuid?.() !== 0 ||
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'none', out]).status !== 0
  )
    return t.pass('mount', { skip: 'only root can mount a small tmpfs' });
  execFileSync('umount', [out]);
  writeFileSync(join(dir, 'watchdog.toml'), SPEC);
  mustRun(['generate', '--out', join(dir, 'large')], dir);
  const wanted = JSON.stringify(contents(join(dir, 'large')));
  let held = 0;
  let tooSmall = 0;
  for (let pages = 1; pages <= 16; pages++) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${pages * 4}k`, 'none', out]);
    try {
      const { exit, stderr } = wdgen(['generate', '--out', out], dir);
      const seen = JSON.stringify(contents(out));
      const refused =
        exit === 3 && stderr.includes('(ENOSPC)') && stderr.includes(`${out}/`) && seen === '{}';
      t.ok(refused || (exit === 0 && seen === wanted), `${pages} pages`, { exit, stderr });
      if (refused) tooSmall++;
      if (refused || exit === 0) held++;
    } finally {
      execFileSync('umount', [out]);
    }
  }
  t.ok(tooSmall > 3, `${tooSmall} were too small`);
  figure(4, { part: 'sizes of a file system', cases: 16, held });
});

/** Gives every write to a regular file only half of what it was asked for, as the kernel may. */
const SHORT = `#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>
ssize_t write(int fd, const void *bytes, size_t count) {
  static ssize_t (*real)(int, const void *, size_t);
  struct stat st;
  if (!real) real = dlsym(RTLD_NEXT, "write");
  if (count > 1 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) count /= 2;
  return real(fd, bytes, count);
}
`;

t.test('every write is cut short', async (t) => {
  if (!need(t, [{ command: 'gcc', debian: 'gcc' }, ...STRACE])) return;
  const dir = scratch(t);
  writeFileSync(join(dir, 'short.c'), SHORT);
  execFileSync('gcc', ['-shared', '-fPIC', '-o', 'short.so', 'short.c', '-ldl'], { cwd: dir });
  let held = 0;
  const names = ['generate, first run', 'generate, update', 'enable', 'evidence add', 'init'] as const;
  for (const name of names) {
    const { args, fresh, wanted } = lay(dir, name, actions[name]);
    const folder = fresh('short');
    const log = join(dir, 'log');
    const under = ['strace', '-o', log, '-e', 'trace=write', '-E', `LD_PRELOAD=${join(dir, 'short.so')}`];
    const { code } = await start(argsIn(folder, args), folder, { under });
    const writes = execFileSync('grep', ['-c', '^write(', log], { encoding: 'utf8' });
    t.ok(Number(writes) > 10, `${writes.trim()} writes`);
    t.equal(code, 0);
    t.strictSame(look(folder), wanted, name);
    if (t.passing()) held++;
  }
  figure(5, { part: 'every write cut short', cases: names.length, held });
});
