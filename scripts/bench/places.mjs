// Where the benchmark writes: tmpfs, and an ext4 of its own.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'wdgen-bench-'));
const mounted = join(scratch, 'ext4');
const IMAGE_BYTES = 4 * 1024 ** 3;

/** The file systems to measure on. The ext4 needs root, and is left out where it cannot be mounted. */
export function places() {
  const tmpfs = join(scratch, 'tmpfs');
  mkdirSync(tmpfs);
  return [{ name: 'tmpfs', folder: tmpfs }, ...(mountExt4() ? [{ name: 'ext4', folder: mounted }] : [])];
}

function mountExt4() {
  const image = join(scratch, 'ext4.img');
  const fd = openSync(image, 'w');
  ftruncateSync(fd, IMAGE_BYTES);
  closeSync(fd);
  mkdirSync(mounted);
  const run = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
  const made =
    run('mkfs.ext4', '-q', '-F', '-N', '2000000', image) && run('mount', '-o', 'loop', image, mounted);
  if (!made) console.error('no loop-mounted ext4 here (it needs root): tmpfs only');
  return made;
}

export function removeScratch() {
  spawnSync('umount', [mounted], { stdio: 'ignore' });
  rmSync(scratch, { recursive: true, force: true });
}
