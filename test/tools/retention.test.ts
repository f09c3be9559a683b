import { existsSync, lutimesSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { figure } from '../lib/figures.js';
import { age, left, now, put, underEveryShell } from './lib/retention-entries.js';
import { DAY, FOLDER, quarantine, retentionLab, SHELLS } from './lib/retention-lab.js';

t.jobs = 6;

underEveryShell('an age: what is older goes, one line of log each; what is not, stays', (t, run) => {
  const lab = retentionLab(t);
  put(lab.folder, 'old', 31);
  put(lab.folder, 'young', 29);
  put(lab.folder, 'lost+found', 99);
  const { status, log, said } = run(lab);
  t.equal(status, 0, said);
  t.strictSame(left(lab), ['lost+found', 'young']);
  t.strictSame(log, ['quarantine: removes old: unchanged for more than 2592000 s']);
});

underEveryShell('0 is no limit', (t, run) => {
  const lab = retentionLab(t, [{ ...quarantine, keepMs: 0 }]);
  put(lab.folder, 'old', 2000, 9);
  t.equal(run(lab).status, 0);
  t.strictSame(left(lab), ['old']);
});

underEveryShell('a count and a size: the oldest go', (t, run) => {
  const lab = retentionLab(t, [{ ...quarantine, keepMs: 0, keepCount: 3, keepBytes: 20 * 1024 }]);
  for (const [index, one] of ['e', 'd', 'c', 'b', 'a'].entries()) put(lab.folder, one, 9 - index, 8);
  const { log } = run(lab);
  t.strictSame(left(lab), ['a', 'b']);
  t.strictSame(log, [
    'quarantine: removes e: more than 3 entries',
    'quarantine: removes d: more than 3 entries',
    'quarantine: removes c: more than 20 KiB',
  ]);
});

underEveryShell('a directory is one entry, as old as the newest thing in it', (t, run) => {
  const lab = retentionLab(t);
  for (const one of ['dead', 'alive']) mkdirSync(join(lab.folder, one, 'deep'), { recursive: true });
  put(join(lab.folder, 'dead/deep'), 'x', 40);
  put(join(lab.folder, 'alive/deep'), 'x', 2);
  for (const path of ['dead/deep', 'dead', 'alive/deep', 'alive']) age(join(lab.folder, path), 40);
  run(lab);
  t.strictSame(left(lab), ['alive']);
  t.ok(existsSync(join(lab.folder, 'alive/deep/x')));
});

underEveryShell('at most once in its interval, by running time', (t, run) => {
  const lab = retentionLab(t);
  const start = now();
  run(lab);
  put(lab.folder, 'old', 31);
  lab.at(start + 3500, 4500);
  t.strictSame(run(lab).log, []);
  t.strictSame(left(lab), ['old']);
  lab.at(start + 3600, 4600);
  t.equal(run(lab).log.length, 1);
  put(lab.folder, 'old', 31);
  t.equal(run(lab, '--now').log.length, 1, '--now does not wait');
  put(lab.folder, 'old', 31);
  lab.at(start + 3700, 10, 'boot-2');
  t.equal(run(lab).log.length, 1, 'a new boot does not know when it last ran');
});

underEveryShell('clocks that jump do not empty a directory', (t, run) => {
  const lab = retentionLab(t);
  const start = now();
  const tell = (offset: number, up: number, boot?: string) => {
    lab.at(start + offset, up, boot);
    return run(lab, '--now').log.join('\n');
  };
  put(lab.folder, 'young', 1);
  t.equal(tell(0, 1000), '');
  const years = 5 * 365 * DAY;
  t.match(tell(years, 2000), /nothing is removed for its age: the clock jumped$/);
  t.match(tell(years + 3600, 5600), /the clock was in doubt less than a day/, 'nor at the next run');
  t.match(tell(4600, 6600), /the clock jumped$/, 'back again');
  t.match(tell(4600 + years, 100, 'boot-2'), /the clock jumped$/, 'over a reboot');
  t.match(tell(9000, 200, 'boot-3'), /the clock jumped$/);
  const year2038 = 2 ** 31 - start;
  t.match(tell(year2038, 250, 'boot-3'), /the clock jumped$/, 'past the end of 32 bits');
  lab.at(3600, 300, 'boot-3');
  t.match(run(lab, '--now').log[0], /the clock was never set/);
  lab.at(start - 3 * DAY, 100, 'boot-4');
  t.match(run(lab, '--now').log[0], /the clock jumped|newer than the clock/);
  t.strictSame(left(lab), ['young']);
  put(lab.folder, 'old', 31);
  lab.at(start, 100, 'boot-5');
  run(lab, '--now');
  t.strictSame(left(lab), ['old', 'young'], 'doubted for a day of running');
  lab.at(start + DAY, 100 + DAY, 'boot-5');
  t.equal(run(lab).log.length, 1);
  t.strictSame(left(lab), ['young'], 'and then believed');
  if (t.passing() && ++shells === 3)
    figure(27, { part: 'clean-up: clocks that are off or jump, three shells', cases: 24, held: 24 });
});

/** Shells under which that held. */
let shells = 0;

underEveryShell('a clock that is not set at the first run, and the files of such a boot', (t, run) => {
  const lab = retentionLab(t);
  const start = now();
  put(lab.folder, 'old', 31);
  lutimesSync(join(lab.folder, 'old'), 100, 100);
  lab.at(120, 20);
  t.match(run(lab).log[0], /the clock was never set/);
  t.strictSame(left(lab), ['old']);
  lab.at(start, 4000);
  t.strictSame(run(lab).log, [], 'its stamp says 1970: it counts from when it was put there');
  t.strictSame(left(lab), ['old']);
  lab.at(start + 32 * DAY, 4000 + 32 * DAY);
  t.equal(run(lab).log.length, 1);
});

underEveryShell('the state of an earlier run that is broken, or cannot be written', (t, run) => {
  const lab = retentionLab(t);
  const state = join(lab.root, 'var/lib/wdgen/retention');
  const start = now();
  put(lab.folder, 'old', 31);
  mkdirSync(state, { recursive: true });
  for (const text of [
    '',
    'x',
    'a b c d e f\n',
    'boot-1 08 b 1 2 3\n',
    '$(touch z) 1 `x` 99999999999999999999 2 3\n',
  ]) {
    writeFileSync(join(state, 'quarantine'), text);
    lab.at(start, 1000);
    const { status, log } = run(lab, '--now');
    t.equal(status, 0, JSON.stringify(text));
    t.match(log, [/cannot read .*quarantine$/, /nothing is removed for its age: the clock was in doubt/]);
    lab.at(start + DAY, 1000 + DAY);
    t.equal(run(lab).status, 0);
    t.strictSame(left(lab), [], `${JSON.stringify(text)}: believed after a day of running`);
    put(lab.folder, 'old', 33);
  }
  rmSync(state, { recursive: true });
  writeFileSync(state, 'in the way');
  t.match(run(lab, '--now').log[0], /nothing is removed for its age: cannot write/);
  t.strictSame(left(lab), ['old']);
});

underEveryShell('--dry-run and --check change nothing; wrong words are refused', (t, run) => {
  const lab = retentionLab(t);
  put(lab.folder, 'old', 31);
  put(lab.folder, '.wdgen-removed.1', 0);
  const dry = run(lab, '--dry-run');
  t.equal(dry.said, 'quarantine: would remove old: unchanged for more than 2592000 s\n');
  t.match(run(lab, '--check').said, /can be cleaned: 1 entries/);
  t.strictSame(left(lab), ['.wdgen-removed.1', 'old']);
  t.notOk(existsSync(join(lab.root, 'var/lib/wdgen')));
  t.equal(run(lab, '--force').status, 2);
  t.equal(run(lab, '--now', '--now').status, 2);
  t.equal(run(lab, '').status, 2);
});

t.test('the file names stay plain', async (t) => {
  const lab = retentionLab(t);
  t.match(readFileSync(lab.program, 'utf8'), `keep quarantine ${FOLDER} 2592000 0 0 3570\n`);
  renameSync(lab.folder, `${lab.folder}2`);
  t.equal(lab.run(SHELLS.dash).status, 0, 'a directory that is not there is no fault');
});
