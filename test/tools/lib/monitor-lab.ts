import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Test } from 'tap';
import type { Artefact } from '../../../src/backends/types.js';
import { stopAfter } from '../../lib/stop.js';
import { findCommand } from './need.js';

export const MONITOR_TOOLS = [
  { path: '/bin/busybox', debian: 'busybox-static' },
  { command: 'dash', debian: 'dash' },
  { command: 'bash', debian: 'bash' },
  { command: 'unshare', debian: 'util-linux' },
  { command: 'curl', debian: 'curl' },
  { command: 'wget', debian: 'wget' },
  { command: 'awk', debian: 'mawk' },
] as const;

/** All that the programs use besides the shell; `buildroot/busybox-monitor.config` has to name them too. */
export const APPLETS = {
  monitor: ['grep', 'ln', 'logger', 'mkdir', 'mv', 'readlink', 'rm', 'sleep', 'timeout', 'tr'],
  alert: ['awk', 'cat', 'logger', 'od', 'sed', 'setsid', 'sleep', 'timeout'],
} as const;

/** The ways to run a program, by a name for the test, each with another way to post. */
export const SHELLS = {
  'busybox ash': { shell: '/bin/sh', tools: 'busybox', sender: 'wget' },
  dash: { shell: '/bin/dash', tools: 'debian', sender: 'curl' },
  'bash --posix': { shell: '/bin/bash --posix', tools: 'debian', sender: 'wget' },
} as const;

export type Shell = (typeof SHELLS)[keyof typeof SHELLS];

export interface Ran {
  /** Both streams of the script. */
  readonly text: string;
  /** Milliseconds until the script had ended; what it left in the background may go on. */
  readonly ms: number;
}

/** A root file system with the generated programs, their tools, and stand-ins that write down how they are called. */
export interface Lab {
  readonly root: string;
  /**
   * Runs a script in name spaces of its own, with $M and $A as the two programs under the shell. What is left running
   * ends `after` ms later, with the name space.
   */
  readonly run: (shell: Shell, script: string, after?: number) => Promise<Ran>;
  readonly put: (path: string, text: string) => void;
  /** A file below the root; empty when it is not there. */
  readonly read: (path: string) => string;
  /** What the programs had logged, without times and tags. */
  readonly log: () => string;
}

/** Restarts `/usr/bin/app`, unless /tmp/broken is there. */
const SYSTEMCTL = `#!/bin/sh
echo "systemctl $*" >>/tmp/calls
case $* in
*ActiveState*) cat /tmp/active 2>/dev/null || echo inactive ;;
*LoadState*) echo loaded ;;
*NRestarts*) cat /tmp/restarted 2>/dev/null ;;
*restart*)
	[ ! -e /tmp/broken ] || exit 1
	[ ! -e /tmp/hangs ] || exec sleep 100
	[ ! -e /tmp/start ] || . /tmp/start
	;;
esac
exit 0
`;

export function monitorLab(t: Test, files: readonly Artefact[]): Lab {
  const root = t.testdir({});
  for (const folder of [
    'bin',
    'proc',
    'run',
    'etc',
    'dev',
    'tmp',
    'host',
    'usr/lib',
    'usr/lib64',
    'stand-in',
  ])
    mkdirSync(join(root, folder), { recursive: true });
  for (const lib of ['lib', 'lib64']) symlinkSync(`usr/${lib}`, join(root, lib));
  const put = (path: string, text: string, mode = 0o755) => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
  };
  installTools(root);
  for (const { path, text, mode } of files.filter((file) => file.path.startsWith('rootfs/')))
    put(path.slice('rootfs/'.length), text, mode);
  put('stand-in/systemctl', SYSTEMCTL);
  const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '');
  return {
    root,
    put,
    read,
    log: () =>
      read('tmp/log')
        .replace(/^.*syslogd started.*\n/gm, '')
        .replace(/^.*? wdgen-(monitor|alert): /gm, ''),
    run: (shell, script, after = 0) => runIn(t, root, shell, script, after),
  };
}

/** Pauses that take no time. */
export function hurry(lab: Lab): void {
  for (const folder of ['busybox', 'debian']) rmSync(join(lab.root, folder, 'sleep'));
  for (const folder of ['busybox', 'debian']) lab.put(`${folder}/sleep`, '#!/bin/sh\n');
}

/** BusyBox' applets in one folder, Debian's programs in another; curl and wget each in their own. */
function installTools(root: string): void {
  const names = [...new Set([...APPLETS.monitor, ...APPLETS.alert])];
  copyFileSync('/bin/busybox', join(root, 'bin/busybox'));
  for (const shell of ['dash', 'bash']) copyFileSync(findCommand(shell) ?? '', join(root, 'bin', shell));
  symlinkSync('busybox', join(root, 'bin/sh'));
  const place = (folder: string, name: string, target: string) => {
    mkdirSync(join(root, folder), { recursive: true });
    symlinkSync(target, join(root, folder, name));
  };
  for (const name of ['sh', ...names]) place('busybox', name, '/bin/busybox');
  place('debian', 'sh', '/bin/dash');
  for (const name of names) place('debian', name, inHost(name));
  place('busybox-wget', 'wget', '/bin/busybox');
  place('debian-wget', 'wget', inHost('wget'));
  place('debian-curl', 'curl', inHost('curl'));
}

/** Where the machine's own program lies in the lab; the usual folders hold nothing, so that what is missing shows. */
function inHost(name: string): string {
  return `/host/${basename(realpathSync(findCommand(name) ?? ''))}`;
}

const ENTER = `
set -e
cd "$1"
mount --rbind /usr/bin host
for folder in lib lib64; do [ ! -d "/usr/$folder" ] || mount --rbind "/usr/$folder" "usr/$folder"; done
mount -t proc proc proc
: >dev/null
mount --bind /dev/null dev/null
mount -t tmpfs run run
rm -f dev/log
exec chroot . /bin/busybox env -i PATH="$2" /bin/busybox sh -c "$3" init
`;

/** The script runs below PID 1, which lives as long as the name space has to. */
async function runIn(t: Test, root: string, shell: Shell, script: string, after: number): Promise<Ran> {
  const path = `/stand-in:/${shell.tools}:/${shell.tools}-${shell.sender}`;
  const all = `M='${shell.shell} /usr/libexec/wdgen/monitor'; A='${shell.shell} /usr/libexec/wdgen/alert'; export M A
/bin/busybox syslogd -n -O /tmp/log & until [ -S /dev/log ]; do /bin/busybox usleep 20000; done
(${script}
) 2>&1
/bin/busybox usleep 200000; echo "= done"; /bin/busybox sleep ${after / 1000}`;
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const spaces = [...asRoot, '--mount', '--pid', '--fork', '--kill-child'];
  const started = performance.now();
  const child = spawn('unshare', [...spaces, 'sh', '-c', ENTER, 'sh', root, path, all], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  stopAfter(t, child);
  let text = '';
  let ms = 0;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      text += data;
      if (ms === 0 && text.includes('= done\n')) ms = performance.now() - started;
    });
  await new Promise((resolve) => child.on('close', resolve));
  return { text: text.replace('= done\n', ''), ms };
}
