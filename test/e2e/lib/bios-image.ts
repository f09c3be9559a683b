import { execFileSync } from 'node:child_process';
import { closeSync, copyFileSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { artefactsOf } from '../../../src/backends/index.js';
import type { TargetPlan } from '../../../src/plan/types.js';
import { type Put, withFolders, writeArchive } from '../../../src/rehearse/guests/pc-archive.js';
import { pcModules } from '../../../src/rehearse/guests/pc-driver.js';
import { lay } from '../../../src/rehearse/guests/pc-lay.js';
import type { PcImages } from '../../../src/rehearse/prepare-pc.js';
import type { Tool } from '../../tools/lib/need.js';
import { makeDisk } from './uboot.js';

/** What making a disk that a BIOS boots takes. */
export const biosTools: readonly Tool[] = [
  { command: 'syslinux', debian: 'syslinux' },
  { path: '/usr/lib/syslinux/mbr/mbr.bin', debian: 'syslinux-common' },
  { command: 'mcopy', debian: 'mtools' },
  { command: 'sfdisk', debian: 'fdisk' },
];

const PARTITION = 1024 * 1024;

const CONFIG = `DEFAULT image
PROMPT 0
LABEL image
	KERNEL vmlinuz
	INITRD initrd
	APPEND console=ttyS0 quiet no_timer_check
`;

/** A finished image as a user would bring it: boot loader, kernel and user space on one disk, with some files more. */
export function biosImage(folder: string, plan: TargetPlan, images: PcImages, more: readonly Put[]): string {
  const order = {
    plan,
    artefacts: artefactsOf(plan),
    own: {},
    acceleration: 'tcg',
    folder,
    options: {},
  } as const;
  const { files } = lay(order, pcModules(plan, images.modules));
  const initrd = join(folder, 'initrd');
  copyFileSync(images.small, initrd);
  const archive = openSync(initrd, 'a');
  writeArchive(archive, withFolders([...files.map((put) => withMaintainer(put)), ...more]));
  closeSync(archive);
  const kernel = readFileSync(images.packed);
  const disk = makeDisk(folder, { vmlinuz: kernel, initrd: readFileSync(initrd), 'syslinux.cfg': CONFIG });
  const opened = openSync(disk, 'r+');
  writeSync(opened, readFileSync('/usr/lib/syslinux/mbr/mbr.bin'), 0, 440, 0);
  closeSync(opened);
  execFileSync('syslinux', ['--install', '--offset', String(PARTITION), disk], { stdio: 'pipe' });
  return disk;
}

/** The application is started by the image's own init. */
function withMaintainer(put: Put): Put {
  if (put.path !== '/etc/inittab' || !('text' in put)) return put;
  return { ...put, text: `${put.text}::respawn:/usr/sbin/maintainer\n` };
}

/** It keeps the contract of the generated feeder.conf. BusyBox' applet is its main loop. */
export const MAINTAINER: Put = {
  path: '/usr/sbin/maintainer',
  mode: 0o755,
  text: '#!/bin/sh\n. /etc/wdgen/feeder.conf\nexec watchdog -F -t 2 -T "$WATCHDOG_TIMEOUT_S" "$WATCHDOG_DEVICE"\n',
};
