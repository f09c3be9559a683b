import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { Test } from 'tap';
import type { Artefact } from '../../../src/backends/types.js';

const SYSTEMD = '/lib/systemd/systemd';
export const SYSTEMD_TOOLS = [
  { command: 'systemd-analyze', path: SYSTEMD, debian: 'systemd' },
  { command: 'setpriv', debian: 'util-linux' },
] as const;

/** A folder that another user may read, with a root file system's files in it. */
export function installTree(t: Test, artefacts: readonly Artefact[]): string {
  const root = mkdtempSync(join(tmpdir(), 'wdgen-systemd-'));
  chmodSync(root, 0o755);
  t.teardown(async () => (await import('node:fs/promises')).rm(root, { recursive: true }));
  for (const artefact of artefacts.filter((file) => file.path.startsWith('rootfs/'))) {
    const file = join(root, artefact.path.slice('rootfs/'.length));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, artefact.text);
  }
  return root;
}

/** `systemd-analyze verify` on units; empty when systemd has nothing to say. Unknown keys fail as well. */
export function verifyUnits(root: string, units: readonly string[]): string {
  const folder = join(root, 'etc/systemd/system');
  const env = { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:/usr/lib/systemd/system` };
  const args = ['verify', '--man=no', '--recursive-errors=yes', ...units];
  const run = spawnSync('systemd-analyze', args, { encoding: 'utf8', env });
  return run.status === 0 ? '' : `exit ${run.status}: ${run.stderr}`;
}

/** What the manager knows of a unit after it has loaded the tree: its lines of `systemd --test --system`. */
export function loadedUnit(root: string, start: string, unit: string): readonly string[] {
  const folder = join(root, 'etc/systemd/system');
  const output = testManager(root, ['--system', `--unit=${start}`], `${folder}:/usr/lib/systemd/system`);
  const [, after = ''] = output.split(`-> Unit ${unit}:\n`);
  const [block = ''] = after.split('-> Unit ');
  return block.split('\n').map((line) => line.trim());
}

/**
 * What systemd complains about in a system.conf. No tool reads one by itself: the same parser reads a user manager's
 * own user.conf, whose [Manager] section has the same keys.
 */
export function managerComplaints(root: string, text: string): readonly string[] {
  const file = join(root, 'home/.config/systemd/user.conf');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const output = testManager(root, ['--user', '--unit=basic.target'], '/usr/lib/systemd/user');
  return output.split('\n').filter((line) => line.includes('user.conf'));
}

/** Where cgroups of version 1 are mounted, as in some containers, systemd does not find its own: it gets a plain tree. */
export const PLAIN_CGROUPS = [
  ...['unshare', '-m', 'sh', '-c'],
  'umount -R /sys/fs/cgroup 2>/dev/null; mount -t cgroup2 none /sys/fs/cgroup; exec "$@"',
  'sh',
] as const;

/** systemd refuses to be tested as root, so root hands it to nobody. */
function testManager(root: string, args: readonly string[], unitPath: string): string {
  const home = join(root, 'home');
  mkdirSync(home, { recursive: true });
  chmodSync(home, 0o777);
  const drop = [...PLAIN_CGROUPS, 'setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const command = [...(process.getuid?.() === 0 ? drop : []), SYSTEMD, '--test', ...args];
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_RUNTIME_DIR: home,
    SYSTEMD_UNIT_PATH: unitPath,
    SYSTEMD_LOG_TARGET: 'console',
    SYSTEMD_LOG_LEVEL: 'info',
  };
  const run = spawnSync(command[0] ?? '', command.slice(1), { encoding: 'utf8', env, maxBuffer: 1 << 26 });
  if (!run.stdout.includes('-> By units:')) throw new Error(`systemd --test did not run: ${run.stderr}`);
  return `${run.stderr}\n${run.stdout}`;
}
