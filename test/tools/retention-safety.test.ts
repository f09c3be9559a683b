// What the generated clean-up leaves alone: links, mounts, strange names, directories of others, a second run.
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { repeats } from './lib/full.js';
import { need } from './lib/need.js';
import { age, left, put, underEveryShell } from './lib/retention-entries.js';
import { quarantine, RETENTION_TOOLS, retentionLab, SHELLS } from './lib/retention-lab.js';

t.jobs = 6;

underEveryShell('hostile names are only names', (t, run) => {
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

underEveryShell('links are removed, not followed', (t, run) => {
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

underEveryShell('a directory that is not what it was is left alone', (t, run) => {
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

underEveryShell('something mounted in it: left alone', (t, run) => {
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

underEveryShell('many: an end for each run, and one directory does not keep another', (t, run) => {
  const other = { ...quarantine, name: 'other', path: '/var/lib/app/other' };
  const lab = retentionLab(t, [quarantine, other]);
  mkdirSync(join(lab.root, other.path));
  writeFileSync(join(lab.root, 'proc/mounts'), `tmpfs ${lab.folder}/x tmpfs rw 0 0\n`);
  // A thousand take their time: the long version leaves the program as it is.
  const most = repeats(100, 1000);
  const text = readFileSync(lab.program, 'utf8');
  t.match(text, '\nmost=1000 ');
  writeFileSync(lab.program, text.replace('\nmost=1000 ', `\nmost=${most} `));
  for (let index = 0; index < most + 10; index += 1) put(join(lab.root, other.path), `f${index}`, 31);
  const { status, log } = run(lab);
  t.equal(status, 1);
  t.equal(log.at(-1), `other: ${most} removed, the rest waits for the next run`);
  t.equal(readdirSync(join(lab.root, other.path)).length, 10);
});

underEveryShell(
  'two at once: the second leaves it to the first; a lock of the dead is taken over',
  (t, run) => {
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
  },
);

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
