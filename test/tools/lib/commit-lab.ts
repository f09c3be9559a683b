import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Test } from 'tap';
import type { Artefact } from '../../../src/backends/types.js';
import { stopAfter } from '../../lib/stop.js';
import { findCommand } from './need.js';

export const COMMIT_TOOLS = [
  { path: '/bin/busybox', debian: 'busybox-static' },
  { command: 'fw_setenv', debian: 'libubootenv-tool' },
  { command: 'mkenvimage', debian: 'u-boot-tools' },
  { command: 'dash', debian: 'dash' },
  { command: 'bash', debian: 'bash' },
  { command: 'unshare', debian: 'util-linux' },
  { command: 'setpriv', debian: 'util-linux' },
] as const;

/** What the programs may use of BusyBox besides its shell; `buildroot/busybox-commit.config` has to name them all. */
export const APPLETS = ['grep', 'ln', 'readlink', 'rm', 'sed', 'sleep', 'sync', 'timeout'] as const;

/** Size of one copy of the environment. */
const SIZE = 0x2000;

/**
 * The ways to run a program, by a name for the test. Under ash everything is an applet of BusyBox, reboot too: that
 * one asks PID 1, which is the lab's. The others have the machine's own programs, and a stand-in for reboot.
 */
export const SHELLS = {
  'busybox ash': { shell: '/bin/sh', path: '/bin' },
  dash: { shell: '/usr/bin/dash', path: '/stand-in:/usr/bin' },
  'bash --posix': { shell: '/usr/bin/bash --posix', path: '/stand-in:/usr/bin' },
} as const;

export type Shell = (typeof SHELLS)[keyof typeof SHELLS];

export type Variables = Readonly<Record<string, string>>;

export interface Run {
  readonly status: number | null;
  readonly log: string;
  /** Every call of the stand-in for reboot, with its arguments. */
  readonly reboots: readonly string[];
}

/**
 * A root file system of BusyBox with the generated files at their places, an environment of two copies in a file,
 * the real fw_setenv, and a stand-in for reboot that is counted and ends everything, as a reboot does.
 */
export interface Lab {
  readonly root: string;
  readonly env: () => Variables;
  readonly envBytes: () => Buffer;
  /** Runs a shell command line as PID 1's child; for everything that it leaves behind there is no after. */
  readonly run: (shell: Shell, cmdline: string, command: string) => Promise<Run>;
  /** Puts a program into the root file system. */
  readonly put: (path: string, text: string) => void;
  /** Puts a program in the place of another one. */
  readonly replace: (name: string, text: string) => void;
}

export function commitLab(t: Test, files: readonly Artefact[], variables: Variables): Lab {
  const root = t.testdir({});
  for (const folder of [
    'bin',
    'sbin',
    'proc',
    'run',
    'etc',
    'dev',
    'tmp',
    'usr/bin',
    'usr/lib',
    'usr/lib64',
    'var/lock',
  ])
    mkdirSync(join(root, folder), { recursive: true });
  for (const lib of ['lib', 'lib64']) symlinkSync(`usr/${lib}`, join(root, lib));
  copyFileSync('/bin/busybox', join(root, 'bin/busybox'));
  for (const applet of ['sh', 'cat', 'touch', 'usleep', ...APPLETS])
    symlinkSync('busybox', join(root, 'bin', applet));
  for (const tool of ['fw_setenv', 'fw_printenv'])
    copyFileSync(findCommand(tool) ?? '', join(root, 'bin', tool));
  const put = (path: string, text: string, mode = 0o755) => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
  };
  for (const { path, text, mode } of files.filter((file) => file.path.startsWith('rootfs/')))
    put(path.slice('rootfs/'.length), text, mode);
  put('stand-in/reboot', '#!/bin/sh\necho reboot "$@" >>/tmp/reboots\nkill -9 -1\n');
  put('etc/fw_env.config', configOf('/env'), 0o644);
  writeFileSync(join(root, 'env'), imageOf(t, variables));
  return {
    root,
    put,
    replace: (name, text) => {
      for (const folder of ['bin', 'stand-in']) put(`${folder}/${name}`, text);
    },
    env: () => readEnv(root),
    envBytes: () => readFileSync(join(root, 'env')),
    run: (shell, cmdline, command) => runIn(t, root, shell, cmdline, command),
  };
}

/** Two equal copies, made by the real mkenvimage. */
function imageOf(t: Test, variables: Variables): Buffer {
  const text = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  const file = join(t.testdirName, 'env.bin');
  const args = ['-r', '-s', String(SIZE), '-o', file, '-'];
  const { status, stderr } = spawnSync('mkenvimage', args, { input: text.join(''), encoding: 'utf8' });
  if (status !== 0) throw new Error(`mkenvimage: ${stderr}`);
  return Buffer.concat([readFileSync(file), readFileSync(file)]);
}

/** What the real fw_printenv reads; it fails the test when it cannot. Its configuration takes no long paths. */
function readEnv(root: string): Variables {
  const folder = mkdtempSync(join(tmpdir(), 'wdgen-env-'));
  const file = join(folder, 'env');
  copyFileSync(join(root, 'env'), file);
  writeFileSync(join(folder, 'config'), configOf(file));
  const run = spawnSync('fw_printenv', ['-c', join(folder, 'config')], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  if (run.status !== 0) throw new Error(`fw_printenv: ${run.stderr}`);
  const lines = run.stdout.split('\n').filter((line) => line !== '');
  const pairs = lines.map((line) => [line.split('=', 1)[0] ?? '', line.slice(line.indexOf('=') + 1)]);
  return Object.fromEntries(pairs);
}

function configOf(device: string): string {
  const size = `0x${SIZE.toString(16)}`;
  return `${device} 0x0 ${size}\n${device} ${size} ${size}\n`;
}

/**
 * Libraries and, for the other shells, programs come from the machine. PID 1 outlives the command, says how it ended,
 * and takes BusyBox' request for a reboot. Nothing in here can reboot the machine that runs the test.
 */
const ENTER = `
set -e
cd "$1"
for folder in bin lib lib64; do [ ! -d "/usr/$folder" ] || mount --rbind "/usr/$folder" "usr/$folder"; done
mount -t proc proc proc
: >dev/null
mount --bind /dev/null dev/null
printf '%s\\n' "$2" >cmdline
mount --bind cmdline proc/cmdline
: >sysrq
[ ! -e proc/sysrq-trigger ] || mount --bind sysrq proc/sysrq-trigger
mount -t tmpfs run run
PATH=$PATH:/usr/sbin
exec setpriv --bounding-set=-sys_boot --inh-caps=-sys_boot chroot . /bin/busybox env -i PATH="$3" /bin/sh -c '
  trap "echo reboot >>/tmp/reboots; kill -9 -1; exit" TERM
  (eval "exec $1") &
  wait $!
  echo "= $?"' sh "$4"
`;

async function runIn(t: Test, root: string, shell: Shell, cmdline: string, command: string): Promise<Run> {
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const spaces = [...asRoot, '--mount', '--pid', '--fork', '--kill-child'];
  const what = ['sh', '-c', ENTER, 'sh', root, cmdline, shell.path, `${shell.shell} ${command}`];
  const child = spawn('unshare', [...spaces, ...what], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  stopAfter(t, child);
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (log += data));
  await new Promise((resolve) => child.on('close', resolve));
  const status = /^= (\d+)$/m.exec(log)?.[1];
  const reboots = join(root, 'tmp/reboots');
  return {
    status: status === undefined ? null : Number(status),
    log: log.replace(/^= \d+\n/m, ''),
    reboots: existsSync(reboots) ? readFileSync(reboots, 'utf8').trim().split('\n') : [],
  };
}
