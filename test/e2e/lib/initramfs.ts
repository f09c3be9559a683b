import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** A file that is put into the root tree before its init starts. */
export interface PutFile {
  /** Absolute, in the machine. */
  readonly path: string;
  readonly text: string;
  readonly mode?: number;
}

/** A symbolic link that is put there. */
export interface PutLink {
  readonly path: string;
  readonly link: string;
}

export type Put = PutFile | PutLink;

/** Loads the disk's modules, mounts the disk, lays the test's files over it and starts its init. */
const INIT = `#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
for module in /modules/*; do insmod "$module"; done
mount -t ext4 -o rw /dev/vda /mnt
cp -a /put/. /mnt/
umount /sys /proc
mount --move /dev /mnt/dev
exec switch_root /mnt "$(cat /started)"
`;

export interface Initramfs {
  readonly file: string;
  /** Loaded in this order. */
  readonly modules: readonly string[];
  readonly put: readonly Put[];
  /** The program of the disk that becomes PID 1. */
  readonly init: string;
}

/** An initramfs that starts the system on the disk, with some more files in it. */
export function makeInitramfs({ file, modules, put, init }: Initramfs): void {
  const work = mkdtempSync(join(tmpdir(), 'wdgen-initramfs-'));
  try {
    for (const folder of ['bin', 'dev', 'proc', 'sys', 'mnt', 'modules', 'put'])
      mkdirSync(join(work, folder));
    copyFileSync('/bin/busybox', join(work, 'bin/busybox'));
    chmodSync(join(work, 'bin/busybox'), 0o755);
    for (const applet of ['sh', 'mount', 'umount', 'insmod', 'cp', 'cat', 'switch_root'])
      execFileSync('ln', ['-s', 'busybox', join(work, 'bin', applet)]);
    for (const one of modules) copyFileSync(one, join(work, 'modules', basename(one)));
    for (const one of put) putFile(join(work, 'put'), one);
    writeFileSync(join(work, 'init'), INIT, { mode: 0o755 });
    writeFileSync(join(work, 'started'), init);
    execFileSync('sh', ['-c', `find . | cpio --quiet -o -H newc -R 0:0 > "$1"`, 'sh', file], { cwd: work });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function putFile(root: string, put: Put): void {
  const file = join(root, put.path);
  mkdirSync(dirname(file), { recursive: true });
  if ('link' in put) {
    symlinkSync(put.link, file);
    return;
  }
  const { text, mode = 0o644 } = put;
  writeFileSync(file, text);
  chmodSync(file, mode);
}
