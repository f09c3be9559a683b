import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Test } from 'tap';
import type { Artefact } from '../../src/backends/types.js';
import { stopAfter } from './stop.js';
import { tempFolder } from './temp-folder.js';

/** What the lab needs on the machine, for `need`. */
export const labTools = [
  { path: '/bin/busybox', debian: 'busybox-static' },
  { command: 'socat', debian: 'socat' },
  { command: 'unshare', debian: 'util-linux' },
] as const;

const APPLETS = ['sh', 'sleep', 'true', 'ps', 'mv', 'kill', 'start-stop-daemon', 'modprobe'];
const SYSFS = 'sys/class/watchdog/watchdog0';

/**
 * A root file system of BusyBox with the generated files at their places, and a stand-in for /dev/watchdog0: a pty,
 * so that it is a character device, whose other end is recorded. sysfs is plain files.
 */
export interface Lab {
  readonly root: string;
  /** Everything written to the device so far. */
  readonly fed: () => Buffer;
  /** Runs a program of the root file system as PID 1 of a namespace; what it prints is collected in `log`. */
  readonly boot: (...command: readonly string[]) => ChildProcess;
  readonly log: () => string;
  readonly sysfs: (attribute: string) => string;
}

/** Sets a lab up; everything in it ends with the test. `sysfs` says what differs from a driver that took 30 s. */
export async function lab(
  t: Test,
  files: readonly Artefact[],
  sysfs: Readonly<Record<string, string>> = {},
): Promise<Lab> {
  const dir = tempFolder(t);
  const root = join(dir, 'root');
  layOutRoot(root, files, { identity: 'iTCO_wdt', state: 'active', timeout: '30', nowayout: '0', ...sysfs });
  const device = await standIn(t, dir);
  let text = '';
  return {
    root,
    fed: () => readFileSync(join(dir, 'fed')),
    log: () => text,
    sysfs: (attribute) => readFileSync(join(root, SYSFS, attribute), 'utf8'),
    boot: (...command) => {
      const child = bootIn(t, root, device, command);
      child.stdout?.on('data', (data) => (text += data));
      return child;
    },
  };
}

function layOutRoot(root: string, files: readonly Artefact[], sysfs: Readonly<Record<string, string>>): void {
  for (const folder of ['bin', 'sbin', 'usr', 'dev', 'proc', 'run', 'etc', SYSFS])
    mkdirSync(join(root, folder), { recursive: true });
  for (const lib of ['lib', 'lib64']) symlinkSync(`usr/${lib}`, join(root, lib));
  copyFileSync('/bin/busybox', join(root, 'bin/busybox'));
  for (const applet of APPLETS) symlinkSync('busybox', join(root, 'bin', applet));
  for (const applet of ['watchdog', 'init']) symlinkSync('../bin/busybox', join(root, 'sbin', applet));
  for (const node of ['null', 'watchdog0']) writeFileSync(join(root, 'dev', node), '');
  for (const [name, value] of Object.entries(sysfs)) writeFileSync(join(root, SYSFS, name), `${value}\n`);
  for (const { path, text, mode } of files.filter((file) => file.path.startsWith('rootfs/'))) {
    const file = join(root, path.slice('rootfs/'.length));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
  }
}

/** A pty whose master's input goes to the file `fed`. The slave is kept open, or the recording would end with it. */
async function standIn(t: Test, dir: string): Promise<string> {
  const link = join(dir, 'pty');
  const recorder = spawn('socat', ['-u', `PTY,link=${link},raw,echo=0`, `CREATE:${join(dir, 'fed')}`]);
  stopAfter(t, recorder);
  await until(() => existsSync(link) && existsSync(join(dir, 'fed')));
  const held = openSync(link, 'r+');
  t.teardown(() => closeSync(held));
  return realpathSync(link);
}

/** /usr is the machine's own, for s6 and dash; not when generated files lie there. One pipe keeps the log in order. */
const ENTER = `
set -e
exec 2>&1
cd "$1"; device=$2; shift 2
[ -e usr/libexec ] || mount --rbind /usr usr
mount -t proc proc proc
mount --bind /dev/null dev/null
mount --bind "$device" dev/watchdog0
exec env -i PATH=/sbin:/bin:/usr/bin chroot . "$@"
`;

function bootIn(t: Test, root: string, device: string, command: readonly string[]): ChildProcess {
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const spaces = [...asRoot, '--mount', '--pid', '--fork', '--kill-child'];
  const child = spawn('unshare', [...spaces, 'sh', '-c', ENTER, 'sh', root, device, ...command]);
  stopAfter(t, child);
  return child;
}

/** Waits for something to become true, a minute at most: machines of a CI are slow at times. Says whether it did. */
export async function until(condition: () => boolean, ms = 60_000): Promise<boolean> {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    if (condition()) return true;
    await sleep(50);
  }
  return condition();
}
