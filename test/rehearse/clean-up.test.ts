// Nothing outlives a rehearsal: after Ctrl-C at once, after kill -9 no machine, and at the next start no file.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import t from 'tap';
import { makeFolder, removeFolder, sweepFolders } from '../../src/rehearse/runner-folder.js';
import { until } from '../lib/feeder-lab.js';
import { need } from '../tools/lib/need.js';
import { ROCK64 } from './lib/specs.js';

const work = t.testdir({ 'watchdog.toml': ROCK64, tmp: {} });
const program = join(work, 'endless.cjs');
buildSync({
  entryPoints: [join(import.meta.dirname, 'lib', 'endless.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  define: { WDGEN_VERSION: '"0"' },
  logLevel: 'error',
});

const folders = () => readdirSync(join(work, 'tmp')).filter((name) => name.startsWith('wdgen-rehearse-'));

/** Whether a process is there, and is no corpse that waits for its parent to look. */
function runs(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function started(...more: readonly string[]) {
  const args = [program, 'rehearse', '--target', 'box', ...more];
  const env = { PATH: process.env['PATH'] ?? '', TMPDIR: join(work, 'tmp'), NO_COLOR: '1' };
  const child = spawn(process.execPath, args, { cwd: work, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (data) => (stderr += data));
  child.stdout.resume();
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  const machine = () => Number(/: process (\d+)$/m.exec(stderr)?.[1] ?? 0);
  return { child, ended, machine, said: () => stderr };
}

t.test('Ctrl-C stops the machine, removes the files and ends with 130', async (t) => {
  if (!need(t, [{ command: 'setpriv', debian: 'util-linux' }])) return;
  const { child, ended, machine, said } = await started();
  t.teardown(() => child.kill('SIGKILL'));
  t.ok(await until(() => machine() > 0, 30_000), said());
  t.ok(runs(machine()));
  t.equal(folders().length, 1);
  child.kill('SIGINT');
  t.equal(await ended, 130, said());
  t.ok(await until(() => !runs(machine())), 'the machine has ended');
  t.strictSame(folders(), []);
  t.match(said(), /error\[WD0954\][\s\S]*It was interrupted\. Not run to their end: endless, short\./);
  t.notOk(existsSync(join(work, 'evidence')), 'what was interrupted is no evidence');
});

t.test('kill -9 takes the machine along; the next start removes the files', async (t) => {
  if (!need(t, [{ command: 'setpriv', debian: 'util-linux' }])) return;
  const { child, ended, machine, said } = await started();
  t.ok(await until(() => machine() > 0, 30_000), said());
  child.kill('SIGKILL');
  await ended;
  t.ok(await until(() => !runs(machine())), 'the kernel has killed the machine');
  const left = folders();
  t.equal(left.length, 1);
  const next = await started('--scenario', 'short');
  t.equal(await next.ended, 0, next.said());
  t.match(next.said(), `${left[0]}, left by a rehearsal that was killed`);
  t.strictSame(folders(), []);
});

t.test('folders of living runs and of others are left alone', async (t) => {
  const under = t.testdir({ 'wdgen-rehearse-young': {}, other: {}, 'wdgen-rehearse-file': 'x' });
  const living = makeFolder(under);
  const old = join(under, 'wdgen-rehearse-old');
  mkdirSync(old);
  writeFileSync(join(old, 'disk'), 'x');
  utimesSync(old, 1, 1);
  t.strictSame(sweepFolders(under, Date.now()), [old], 'without an owner only after a day');
  t.ok(existsSync(living) && existsSync(join(under, 'wdgen-rehearse-young')));
  removeFolder(living);
  t.notOk(existsSync(living));
});
