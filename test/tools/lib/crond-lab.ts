import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Test } from 'tap';
import type { Artefact } from '../../../src/backends/types.js';
import { SHELLS, type Shell } from './commit-lab.js';

export const CROND_TOOLS = [
  { path: '/bin/busybox', debian: 'busybox-static' },
  { command: 'dash', debian: 'dash' },
  { command: 'bash', debian: 'bash' },
  { command: 'unshare', debian: 'util-linux' },
] as const;

/** What the script may use of BusyBox besides its shell; `buildroot/busybox-schedule.config` has to name them all. */
export const APPLETS = [
  'cmp',
  'crond',
  'grep',
  'logger',
  'mkdir',
  'mv',
  'pidof',
  'readlink',
  'rm',
  'sed',
  'sync',
  'timeout',
  'touch',
] as const;

const SPOOL = 'var/spool/cron/crontabs';

/** A root file system of BusyBox with the generated script, for one shell. */
export interface CrondLab {
  readonly root: string;
  readonly put: (path: string, text: string | Buffer, mode?: number) => void;
  readonly table: () => Buffer;
  /** What lies in the spool folder. */
  readonly spool: () => readonly string[];
  /** Runs commands of BusyBox' shell as PID 1; `$script` is the generated one in its shell. When they end, all ends. */
  readonly run: (commands: string) => { readonly status: number | null; readonly log: string };
}

export function crondLab(t: Test, files: readonly Artefact[], shell: Shell): CrondLab {
  const root = t.testdir({});
  for (const folder of ['bin', 'dev', 'proc', 'etc', 'tmp', 'usr', SPOOL])
    mkdirSync(join(root, folder), { recursive: true });
  for (const lib of ['lib', 'lib64']) symlinkSync(`usr/${lib}`, join(root, lib));
  copyFileSync('/bin/busybox', join(root, 'bin/busybox'));
  for (const applet of ['sh', ...APPLETS]) symlinkSync('busybox', join(root, 'bin', applet));
  const put = (path: string, text: string | Buffer, mode = 0o755) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    chmodSync(join(root, path), mode);
  };
  put('etc/passwd', 'root:x:0:0:root:/:/bin/sh\n', 0o644);
  // The real one writes out the disks of the whole machine.
  put('stand-in/sync', '#!/bin/busybox sh\n');
  for (const applet of ['crond', 'pidof', 'logger'])
    symlinkSync('/bin/busybox', join(root, 'stand-in', applet));
  for (const { path, text, mode } of files.filter((file) => file.path.startsWith('rootfs/')))
    put(path.slice('rootfs/'.length), text, mode);
  const script = files.find(({ path }) => path.includes('/init.d/'))?.path.slice('rootfs'.length) ?? '';
  return {
    root,
    put,
    table: () => readFileSync(join(root, SPOOL, 'root')),
    spool: () => readdirSync(join(root, SPOOL)).sort(),
    run: (commands) => {
      // The machine's /usr hides what is generated below it.
      const usr = shell.path === '/bin' ? ':' : 'mount --rbind /usr usr';
      const enter = `set -e; cd "$1"; ${usr}; mount -t proc proc proc; : >dev/null; mount --bind /dev/null dev/null
exec chroot . /bin/busybox env -i PATH="/cut:/stand-in:${pathOf(shell)}" script="${shell.shell} ${script}" /bin/busybox sh -c "exec 2>&1; $2"`;
      const spaces = ['--mount', '--pid', '--fork', '--kill-child'];
      const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
      const run = spawnSync('unshare', [...asRoot, ...spaces, 'sh', '-c', enter, 'sh', root, commands], {
        encoding: 'utf8',
      });
      return { status: run.status, log: run.stdout + run.stderr };
    },
  };
}

/** dash gets BusyBox' programs, bash the machine's own. ash has its applets built in and looks for no others. */
function pathOf(shell: Shell): string {
  return shell === SHELLS.dash ? '/bin:/usr/bin' : shell.path;
}
