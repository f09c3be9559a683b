import { closeSync, openSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Put as Archived, withFolders, writeArchive } from '../../../src/rehearse/guests/pc-archive.js';

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

const FOLDERS = ['/dev', '/proc', '/sys', '/mnt', '/modules', '/put'];
const APPLETS = ['sh', 'mount', 'umount', 'insmod', 'cp', 'cat', 'switch_root'];

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
  const puts: readonly Archived[] = [
    ...FOLDERS.map((path) => ({ path, folder: true }) as const),
    { path: '/dev/console', device: [5, 1] },
    { path: '/bin/busybox', text: readFileSync('/bin/busybox'), mode: 0o755 },
    ...APPLETS.map((applet) => ({ path: `/bin/${applet}`, link: 'busybox' })),
    ...modules.map((one) => ({ path: `/modules/${basename(one)}`, text: readFileSync(one) })),
    ...put.map((one) => ({ ...one, path: `/put${one.path}` })),
    { path: '/init', text: INIT, mode: 0o755 },
    { path: '/started', text: init },
  ];
  const opened = openSync(file, 'w');
  try {
    writeArchive(opened, withFolders(puts));
  } finally {
    closeSync(opened);
  }
}
