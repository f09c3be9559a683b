// Places that the real command may not write to: it ends with 3, names the path, and leaves everything as it was.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import t, { type Test } from 'tap';
import { figure } from '../lib/figures.js';
import { root } from '../lib/wdgen.js';
import { scratch } from '../output/lib/scratch.js';
import { contents } from '../output/lib/trees.js';
import { need } from '../tools/lib/need.js';
import { actions, left, mustRun } from './lib/project.js';

const NOBODY = 65534;

interface Place {
  /** Makes the place bad; returns how to make it good again. */
  readonly spoil: (folder: string) => (() => void) | undefined;
  /** What the refusal must say: the path, below the project, and the errno. */
  readonly says: readonly [path: string, errno: RegExp];
  readonly args?: readonly string[];
  readonly as?: number;
  /** The target could be written, and only its old copy beside it cannot be deleted until the place is good again. */
  readonly done?: true;
}

const run = (command: string, ...args: readonly string[]): void => {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
};
const mode = (path: string, bits: number) => (folder: string) => {
  const place = join(folder, path);
  const before = statSync(place).mode & 0o7777;
  chmodSync(place, bits);
  return () => chmodSync(place, before);
};
const immutable = (path: string) => (folder: string) => {
  run('chattr', '+i', join(folder, path));
  // The folder may have been renamed, and the file with it.
  return () => run('chattr', '-R', '-f', '-i', folder);
};
const mounted =
  (path: string, ...how: readonly string[]) =>
  (folder: string) => {
    const place = join(folder, path);
    run('mount', ...how.map((one) => (one === '.' ? place : one)), place);
    return () => run('umount', place);
  };
const readOnly = (path: string) => (folder: string) => {
  const place = join(folder, path);
  run('mount', '--bind', place, place);
  run('mount', '-o', 'remount,ro,bind', place);
  return () => run('umount', place);
};
const enable = ['enable', '--target', 'rock64', '--override', 'x'];
const approve = ['evidence', 'approve', '--target', 'rock64', '--by', 'Ann'];

const places: Readonly<Record<string, Place>> = {
  'no permission on the output folder': {
    spoil: mode('generated', 0o555),
    says: ['generated', /\(EACCES\)/],
    as: NOBODY,
  },
  'a file of the tree that may not be read': {
    spoil: mode('generated/rock64/RUNBOOK.md', 0o000),
    says: ['generated/rock64/RUNBOOK.md', /\(EACCES\)/],
    as: NOBODY,
  },
  'no permission on the folder of the spec': {
    spoil: mode('.', 0o555),
    says: ['watchdog.toml', /\(EACCES\)/],
    args: enable,
    as: NOBODY,
  },
  'no permission on the spec': {
    spoil: mode('watchdog.toml', 0o444),
    says: ['watchdog.toml', /\(EACCES\)/],
    args: enable,
    as: NOBODY,
  },
  'no permission to make the folder of evidence': {
    spoil: mode('.', 0o555),
    says: ['evidence/rock64', /\(EACCES\)/],
    args: approve,
    as: NOBODY,
  },
  'no permission to start a spec': {
    spoil: mode('.', 0o555),
    says: ['new.toml', /\(EACCES\)/],
    args: ['init', '--board', 'rock64', '--platform', 'nixos', '--spec', 'new.toml'],
    as: NOBODY,
  },
  'a read-only output folder': { spoil: readOnly('generated'), says: ['generated', /\(EROFS\)/] },
  'a read-only project': { spoil: readOnly('.'), says: ['watchdog.toml', /\(EROFS\)/], args: enable },
  'an immutable file of the tree': {
    spoil: immutable('generated/rock64/RUNBOOK.md'),
    says: ['generated/', /\(EPERM\)/],
    done: true,
  },
  'an immutable target': { spoil: immutable('generated/rock64'), says: ['generated/', /\(EPERM\)/] },
  'an immutable output folder': { spoil: immutable('generated'), says: ['generated/', /\(EPERM\)/] },
  'an immutable spec': {
    spoil: immutable('watchdog.toml'),
    says: ['watchdog.toml', /\(EPERM\)/],
    args: enable,
  },
  'a target that is a mount point': {
    spoil: mounted('generated/rock64', '--bind', '.'),
    says: ['generated/', /\((EBUSY|EXDEV)\)/],
  },
  'a place that is there and takes no folder': {
    spoil: () => undefined,
    says: ['/proc/wdgen', /\(ENOENT\)/],
    args: ['generate', '--out', '/proc/wdgen/generated'],
  },
  'another file system inside the target': {
    spoil: mounted('generated/rock64/notes', '-t', 'tmpfs', 'none'),
    says: ['generated/rock64/notes', /\(EXDEV\)/],
  },
  'a file for an output folder': {
    spoil: (folder) => {
      writeFileSync(join(folder, 'file'), 'mine\n');
      return undefined;
    },
    says: ['file', /\((ENOTDIR|EEXIST)\)/],
    args: ['generate', '--out', 'file'],
  },
  'a link to nowhere for an output folder': {
    spoil: (folder) => {
      symlinkSync('nowhere/at/all', join(folder, 'link'));
      return undefined;
    },
    says: ['link', /\((ENOENT|EEXIST)\)/],
    args: ['generate', '--out', 'link'],
  },
};

/** A project on an ext4 of its own (which knows immutable files), with the command where another user may run it. */
function laboratory(t: Test) {
  const dir = scratch(t);
  chmodSync(dir, 0o755);
  run('truncate', '-s', '48M', join(dir, 'image'));
  run('mkfs.ext4', '-q', join(dir, 'image'));
  mkdirSync(join(dir, 'disk'));
  run('mount', '-o', 'loop', join(dir, 'image'), join(dir, 'disk'));
  t.teardown(() => run('umount', join(dir, 'disk')));
  for (const part of ['bin', 'dist', 'package.json'])
    cpSync(join(root, part), join(dir, 'wdgen', part), { recursive: true });
  const project = join(dir, 'disk', 'project');
  const bin = join(dir, 'wdgen/bin/wdgen.cjs');
  return { project, bin };
}

function reset(project: string): void {
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project);
  chmodSync(project, 0o755);
  actions['generate, update'].prepare(project);
  run('chown', '-R', String(NOBODY), project);
}

t.test('places that cannot be written', async (t) => {
  const tools = [
    { command: 'mkfs.ext4', debian: 'e2fsprogs' },
    { command: 'setpriv', debian: 'util-linux' },
  ];
  if (!need(t, tools)) return;
  if (process.getuid?.() !== 0) return t.pass('mounts', { skip: 'only root can mount' });
  const { project, bin } = laboratory(t);
  let held = 0;
  for (const [name, { spoil, says, args = ['generate'], as, done }] of Object.entries(places)) {
    reset(project);
    const undo = spoil(project);
    try {
      const before = contents(project);
      const ids = as === undefined ? [] : ['setpriv', `--reuid=${as}`, `--regid=${as}`, '--clear-groups'];
      const [command = '', ...rest] = [...ids, process.execPath, bin, ...args];
      const env = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' };
      const { status, stderr } = spawnSync('env', ['-u', 'NODE_OPTIONS', command, ...rest], {
        cwd: project,
        env,
        encoding: 'utf8',
      });
      const after = contents(project);
      const extra = done ? [] : Object.keys(after).filter((path) => !(path in before));
      const lost = done ? [] : Object.keys(before).filter((path) => after[path] !== before[path]);
      t.strictSame({ status, extra, lost }, { status: 3, extra: [], lost: [] }, `${name}\n${stderr}`);
      t.match(stderr, says[1], name);
      t.ok(stderr.includes(says[0]), `${name}: ${says[0]} is named`, { stderr });
      if (status === 3 && extra.length + lost.length === 0 && stderr.includes(says[0])) held++;
    } finally {
      undo?.();
    }
    mustRun(['generate'], project);
    const nothing = left(project);
    t.strictSame(nothing, [], `${name}: nothing is left once the place is good`);
  }
  figure(6, { part: 'places that cannot be written', cases: Object.keys(places).length, held });
});
