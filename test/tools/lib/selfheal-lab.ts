import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { Test } from 'tap';
import { selfheal } from '../../../src/backends/selfheal/index.js';
import type { TargetPlan } from '../../../src/plan/types.js';
import { artefactsOf } from '../../lib/s6rc.js';
import { stopAfter } from '../../lib/stop.js';
import { findCommand } from './need.js';
import { LIBRARY, STAND_INS } from './selfheal-stand-ins.js';

export const SELFHEAL_TOOLS = [
  { path: '/bin/busybox', debian: 'busybox-static' },
  { command: 'dash', debian: 'dash' },
  { command: 'bash', debian: 'bash' },
  { command: 'unshare', debian: 'util-linux' },
  { command: 'setpriv', debian: 'util-linux' },
] as const;

/** How the program is started, by a name for the test. Everything else is BusyBox in all three. */
export const SHELLS = {
  'busybox ash': '/bin/sh',
  dash: '/shells/dash',
  'bash --posix': '/shells/bash --posix',
} as const;

export type ShellName = keyof typeof SHELLS;

/**
 * What the program may use of BusyBox besides its shell and what has a stand-in; `buildroot/busybox-selfheal.config`
 * has to name them all.
 */
export const APPLETS = 'cat cut dd df grep id kill ln ls mkdir mv pidof readlink rm sed timeout tr wc'.split(
  ' ',
);

/** What only the tests use. */
const TEST_APPLETS = 'chmod cp env mount seq sh sort touch umount usleep'.split(' ');

const textOf = (plan: TargetPlan, end: string): string => {
  const found = artefactsOf(selfheal, plan).find(({ path }) => path.endsWith(end));
  if (found === undefined) throw new Error(`no ${end}`);
  return found.text;
};

/** The configuration of a plan. */
export const configOf = (plan: TargetPlan): string => textOf(plan, 'selfheal.conf');

/** The program; but for the header the same for every plan. */
export const programOf = (plan: TargetPlan): string => textOf(plan, 'selfheal');

/** A root file system of BusyBox with the generated files, a clock that only `sleep` moves, and stand-ins. */
export interface Lab {
  readonly root: string;
  readonly put: (path: string, text: string, mode?: number) => void;
  /** The whole BusyBox of the machine, as /real/busybox. */
  readonly putReal: () => void;
  /** A program of the machine, with its libraries, as /shells/NAME. */
  readonly putHost: (name: string) => void;
  /** Runs a script that may use the functions of LIBRARY, with the program under that shell; what it prints. */
  readonly run: (shell: ShellName, script: string) => Promise<string>;
}

export const PROGRAM = '/usr/libexec/wdgen/selfheal';

/** Each plan's configuration is /conf/NAME; the program is one for all. */
export function selfhealLab(t: Test, plans: Readonly<Record<string, TargetPlan>>): Lab {
  const root = t.testdir({});
  const put = (path: string, text: string, mode = 0o755) => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
  };
  for (const folder of ['bin', 'dev', 'proc', 'run', 'tmp', 'world', 'shells', 'etc/init.d'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'bin/busybox'), busyboxWith([...APPLETS, ...TEST_APPLETS]), { mode: 0o755 });
  for (const applet of [...APPLETS, ...TEST_APPLETS]) symlinkSync('busybox', join(root, 'bin', applet));
  for (const shell of ['dash', 'bash']) copyWithLibraries(root, shell);
  for (const [name, plan] of Object.entries(plans)) {
    put(`conf/${name}`, configOf(plan), 0o644);
    put(PROGRAM, programOf(plan));
  }
  for (const [name, text] of Object.entries(STAND_INS)) put(`stand-in/${name}`, `#!/bin/sh\n${text}`);
  put('library', LIBRARY);
  for (const file of ['clock', 'boot_id', 'calls', 'sysrq']) put(file, '', 0o644);
  const putReal = () => {
    mkdirSync(join(root, 'real'));
    copyFileSync('/bin/busybox', join(root, 'real/busybox'));
  };
  const putHost = (name: string) => copyWithLibraries(root, name);
  return { root, put, putReal, putHost, run: (shell, script) => runIn(t, root, SHELLS[shell], script) };
}

/**
 * Debian's BusyBox takes an applet before a program of that name in PATH (FEATURE_PREFER_APPLETS). This copy has the
 * names of these only: the others end with a capital letter, which keeps their order. Names are looked up from the
 * nearest of a few, one by one, until one is greater. Source: busybox 1.35 libbb/appletlib.c, find_applet_by_name.
 */
function busyboxWith(applets: readonly string[]): Buffer {
  const binary = readFileSync('/bin/busybox');
  const start = binary.indexOf('\0[\0[[\0') + 1;
  const end = binary.indexOf('\0\0', start);
  let at = start;
  for (const name of binary.toString('latin1', start, end).split('\0')) {
    if (!applets.includes(name)) binary.write(name.slice(-1).toUpperCase(), at + name.length - 1, 'latin1');
    at += name.length + 1;
  }
  return binary;
}

function copyWithLibraries(root: string, shell: string): void {
  const binary = findCommand(shell) ?? '';
  copyFileSync(binary, join(root, 'shells', shell));
  const listed = execFileSync('ldd', [binary], { encoding: 'utf8' });
  for (const [path] of listed.matchAll(/\/[^ ]+/g)) {
    if (existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    copyFileSync(path, join(root, path));
  }
}

const ENTER = `
set -e
cd "$1"
mount -t proc proc proc
: >dev/null
mount --bind /dev/null dev/null
mount --bind clock proc/uptime
mount --bind boot_id proc/sys/kernel/random/boot_id
[ ! -e proc/sysrq-trigger ] || mount --bind sysrq proc/sysrq-trigger
exec setpriv --bounding-set=-sys_boot --inh-caps=-sys_boot chroot . /bin/busybox env -i \\
  PATH=/stand-in:/bin SH="$2" /bin/sh -c '. /library; . /script' 2>&1
`;

let scripts = 0;

/** In namespaces of its own, without the right to reboot, and as PID 1: nothing outlives the script. */
async function runIn(t: Test, root: string, shell: string, script: string): Promise<string> {
  // Each run has its own script: runs of several shells may overlap in copies of a lab only.
  writeFileSync(join(root, 'script'), `# ${++scripts}\n${script}`);
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const child = spawn(
    'timeout',
    [
      '100',
      'unshare',
      ...asRoot,
      '--mount',
      '--pid',
      '--net',
      '--fork',
      '--kill-child',
      'sh',
      '-c',
      ENTER,
      'sh',
      root,
      shell,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  stopAfter(t, child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
  await new Promise((resolve) => child.on('close', resolve));
  return text;
}
