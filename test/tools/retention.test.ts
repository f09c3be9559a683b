// The generated clean-up, byte for byte, run by three shells on real directory trees.
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { need } from './lib/need.js';
import {
  DAY,
  FOLDER,
  type Lab,
  quarantine,
  RETENTION_TOOLS,
  type Run,
  retentionLab,
  SHELLS,
} from './lib/retention-lab.js';

t.jobs = 6;

const now = () => Math.floor(Date.now() / 1000);

/** A file of so many KiB that nothing has changed in for so many days. */
function put(folder: string, name: string, days: number, kib = 0): void {
  writeFileSync(join(folder, name), Buffer.alloc(kib * 1024, 1));
  age(join(folder, name), days);
}

function age(path: string, days: number): void {
  const at = now() - Math.round(days * DAY);
  lutimesSync(path, at, at);
}

const left = (lab: Lab) => readdirSync(lab.folder).sort();

for (const [name, shell] of Object.entries(SHELLS)) {
  const test = (
    title: string,
    body: (t: Test, run: (lab: Lab, ...args: string[]) => Run) => Promise<void> | void,
  ) =>
    t.test(`${name}: ${title}`, { buffered: true }, async (t) => {
      if (!need(t, RETENTION_TOOLS)) return;
      await body(t, (lab, ...args) => lab.run(shell, ...args));
    });

  test('an age: what is older goes, one line of log each; what is not, stays', (t, run) => {
    const lab = retentionLab(t);
    put(lab.folder, 'old', 31);
    put(lab.folder, 'young', 29);
    put(lab.folder, 'lost+found', 99);
    const { status, log, said } = run(lab);
    t.equal(status, 0, said);
    t.strictSame(left(lab), ['lost+found', 'young']);
    t.strictSame(log, ['quarantine: removes old: unchanged for more than 2592000 s']);
  });

  test('0 is no limit', (t, run) => {
    const lab = retentionLab(t, [{ ...quarantine, keepMs: 0 }]);
    put(lab.folder, 'old', 2000, 9);
    t.equal(run(lab).status, 0);
    t.strictSame(left(lab), ['old']);
  });

  test('a count and a size: the oldest go', (t, run) => {
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

  test('a directory is one entry, as old as the newest thing in it', (t, run) => {
    const lab = retentionLab(t);
    for (const one of ['dead', 'alive']) mkdirSync(join(lab.folder, one, 'deep'), { recursive: true });
    put(join(lab.folder, 'dead/deep'), 'x', 40);
    put(join(lab.folder, 'alive/deep'), 'x', 2);
    for (const path of ['dead/deep', 'dead', 'alive/deep', 'alive']) age(join(lab.folder, path), 40);
    run(lab);
    t.strictSame(left(lab), ['alive']);
    t.ok(existsSync(join(lab.folder, 'alive/deep/x')));
  });

  test('at most once in its interval, by running time', (t, run) => {
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

  test('hostile names are only names', (t, run) => {
    const lab = retentionLab(t);
    const names = [
      '-rf',
      '--help',
      ' ',
      'a b',
      "'",
      '"',
      '$(touch x)',
      '`touch y`',
      'new\nline',
      '\nfirst',
      'tab\t',
      '*',
      '?',
      '[a]',
      '\\',
      '\\n',
      '.hidden',
      '..two',
      '...',
      '%s',
      'é\u202e',
      ';',
      '&',
      '~',
      '#',
      'x'.repeat(255),
      '\x1b[31m',
    ];
    for (const one of names) {
      put(lab.folder, one, 31);
      put(lab.folder, `${one.slice(0, 200)}+`, 29);
    }
    const { status, log, said } = run(lab);
    t.equal(status, 0, said);
    t.strictSame(left(lab), names.map((one) => `${one.slice(0, 200)}+`).sort());
    t.equal(log.length, names.length);
    t.notMatch(log.join('\n'), /\x1b|\t/);
    t.match(log.join('\n'), 'removes new?line: ');
  });

  test('links are removed, not followed', (t, run) => {
    const lab = retentionLab(t);
    const outside = join(lab.root, 'outside');
    mkdirSync(join(outside, 'deep'), { recursive: true });
    put(outside, 'file', 99);
    symlinkSync(outside, join(lab.folder, 'link'));
    symlinkSync('../../../../outside', join(lab.folder, 'relative'));
    symlinkSync('nowhere', join(lab.folder, 'broken'));
    mkdirSync(join(lab.folder, 'folder'));
    symlinkSync(outside, join(lab.folder, 'folder/link'));
    for (const one of ['link', 'relative', 'broken', 'folder/link', 'folder']) age(join(lab.folder, one), 40);
    const { status } = run(lab);
    t.equal(status, 0);
    t.strictSame(left(lab), []);
    t.strictSame(readdirSync(outside).sort(), ['deep', 'file']);
  });

  test('a directory that is not what it was is left alone', (t, run) => {
    const lab = retentionLab(t);
    const refused = (why: RegExp) => {
      const { status, log } = run(lab, '--now');
      t.equal(status, 1);
      t.match(log[0], why);
    };
    const elsewhere = join(lab.root, 'etc/app');
    mkdirSync(elsewhere, { recursive: true });
    put(elsewhere, 'conf', 99);
    rmSync(lab.folder, { recursive: true });
    symlinkSync(elsewhere, lab.folder);
    refused(/is a symbolic link/);
    rmSync(join(lab.root, 'var/lib/app'), { recursive: true });
    mkdirSync(join(lab.root, 'etc/quarantine'));
    symlinkSync(join(lab.root, 'etc'), join(lab.root, 'var/lib/app'));
    refused(/is \/etc\/quarantine, which belongs to the system/);
    rmSync(join(lab.root, 'var/lib/app'));
    symlinkSync('/dev', join(lab.root, 'var/lib/app'));
    t.equal(run(lab, '--now').status, 0, 'nothing of that name there is no fault');
    rmSync(join(lab.root, 'var/lib/app'));
    writeFileSync(join(lab.root, 'var/lib/app'), '');
    t.equal(run(lab, '--now').status, 0);
    t.strictSame(readdirSync(elsewhere), ['conf']);
  });

  test('something mounted in it: left alone', (t, run) => {
    const lab = retentionLab(t);
    put(lab.folder, 'old', 31);
    const at = join(lab.folder, 'old');
    writeFileSync(join(lab.root, 'proc/mounts'), `tmpfs ${lab.folder} tmpfs rw 0 0\n`);
    t.equal(run(lab, '--dry-run').status, 0, 'the directory itself may be a file system');
    writeFileSync(join(lab.root, 'proc/mounts'), `tmpfs ${at} tmpfs rw 0 0\n`);
    const { status, log } = run(lab);
    t.equal(status, 1);
    t.match(log[0], /has something mounted in it/);
    rmSync(join(lab.root, 'proc/mounts'));
    t.equal(run(lab, '--now').status, 1);
    t.strictSame(left(lab), ['old']);
  });

  test('clocks that jump do not empty a directory', (t, run) => {
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
    t.match(tell(years + 3600, 5600), /the clock jumped less than a day/, 'nor at the next run');
    t.match(tell(4600, 6600), /the clock jumped$/, 'back again');
    t.match(tell(4600 + years, 100, 'boot-2'), /the clock jumped$/, 'over a reboot');
    t.match(tell(9000, 200, 'boot-3'), /the clock jumped$/);
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
  });

  test('a clock that is not set at the first run, and the files of such a boot', (t, run) => {
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

  test('the state of an earlier run that is broken, or cannot be written', (t, run) => {
    const lab = retentionLab(t);
    const state = join(lab.root, 'var/lib/wdgen/retention');
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
      t.equal(run(lab, '--now').status, 0, JSON.stringify(text));
      t.strictSame(left(lab), [], JSON.stringify(text));
      put(lab.folder, 'old', 31);
    }
    rmSync(state, { recursive: true });
    writeFileSync(state, 'in the way');
    t.match(run(lab, '--now').log[0], /nothing is removed for its age: cannot write/);
    t.strictSame(left(lab), ['old']);
  });

  test('--dry-run and --check change nothing; wrong words are refused', (t, run) => {
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

  test('many: an end for each run, and one directory does not keep another', (t, run) => {
    const other = { ...quarantine, name: 'other', path: '/var/lib/app/other' };
    const lab = retentionLab(t, [quarantine, other]);
    mkdirSync(join(lab.root, other.path));
    writeFileSync(join(lab.root, 'proc/mounts'), `tmpfs ${lab.folder}/x tmpfs rw 0 0\n`);
    for (let index = 0; index < 1010; index += 1) put(join(lab.root, other.path), `f${index}`, 31);
    const { status, log } = run(lab);
    t.equal(status, 1);
    t.equal(log.at(-1), 'other: 1000 removed, the rest waits for the next run');
    t.equal(readdirSync(join(lab.root, other.path)).length, 10);
  });

  test('two at once: the second leaves it to the first; a lock of the dead is taken over', (t, run) => {
    const lab = retentionLab(t);
    put(lab.folder, 'old', 31);
    const stranger = spawn('sleep', ['30']);
    t.teardown(() => stranger.kill('SIGKILL'));
    symlinkSync(String(stranger.pid), join(lab.root, 'run/wdgen-retention.lock'));
    t.equal(run(lab).status, 0, 'its process is another program');
    t.notOk(existsSync(join(lab.root, 'run/wdgen-retention.lock')));
    const holder = spawn('bash', ['-c', 'exec -a retention sleep 30']);
    t.teardown(() => holder.kill('SIGKILL'));
    while (!readFileSync(`/proc/${holder.pid}/cmdline`, 'utf8').startsWith('retention'));
    symlinkSync(String(holder.pid), join(lab.root, 'run/wdgen-retention.lock'));
    t.equal(run(lab, '--now').status, 4);
  });
}

t.test('a real mount in it is seen, and not crossed', async (t) => {
  if (!need(t, [...RETENTION_TOOLS, { command: 'unshare', debian: 'util-linux' }])) return;
  const lab = retentionLab(t);
  const victim = join(lab.root, 'victim');
  mkdirSync(victim);
  put(victim, 'file', 99);
  mkdirSync(join(lab.folder, 'mounted'));
  age(join(lab.folder, 'mounted'), 99);
  rmSync(join(lab.root, 'proc/mounts'));
  symlinkSync('/proc/self/mounts', join(lab.root, 'proc/mounts'));
  const script = `mount --bind '${victim}' '${lab.folder}/mounted' && exec dash "$@"`;
  const words = [...lab.words, '--now'];
  const { status, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', script, 'sh', ...words], {
    env: lab.environment(SHELLS.dash),
    encoding: 'utf8',
  });
  t.equal(status, 1, stderr);
  t.match(readFileSync(join(lab.root, 'log'), 'utf8'), /has something mounted in it/);
  t.ok(existsSync(join(victim, 'file')));
});

t.test('the file names stay plain', async (t) => {
  const lab = retentionLab(t);
  t.match(readFileSync(lab.program, 'utf8'), `keep quarantine ${FOLDER} 2592000 0 0 3570\n`);
  renameSync(lab.folder, `${lab.folder}2`);
  t.equal(lab.run(SHELLS.dash).status, 0, 'a directory that is not there is no fault');
});
