import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { keepKernel } from '../system/bzimage.js';
import { cached, cachedFolder } from '../system/cache.js';
import { EmulatorFault } from '../system/emulator.js';
import { fetchWith, missingNeeds, type Need, refuseMissing } from '../system/prepare.js';
import { treeFiles, withFolders, writeArchive } from './guests/pc-archive.js';
import type { OwnImages } from './types.js';

/** Debian 12: QEMU's models and the times in `docs/` were tried with its kernel and its systemd. */
const RELEASE = 'bookworm';
/** Grows with every change of what is kept. */
const KEY = `pc-${RELEASE}-2`;

/** What of Debian is in the machine. perl-base, which is essential there, plays services. */
const PACKAGES = ['systemd', 'systemd-sysv', 'dbus', 'kmod', 's6', 'execline', 'busybox-static'];

/** Drivers of the watchdogs of a q35, by the module that is asked for. */
const MODULES = ['iTCO_wdt', 'lpc_ich', 'i2c-i801', 'i6300esb'];

/** What starting the machine takes. */
const TO_BOOT: readonly Need[] = [
  { command: 'qemu-system-x86_64', debian: 'qemu-system-x86' },
  { command: 'setpriv', debian: 'util-linux' },
];

/** What fetching its kernel and user space takes besides. */
const TO_FETCH: readonly Need[] = [
  { command: 'mmdebstrap', debian: 'mmdebstrap' },
  { command: 'apt-get', debian: 'apt' },
  { command: 'dpkg', debian: 'dpkg' },
  { command: 'tar', debian: 'tar' },
  { command: 'xz', debian: 'xz-utils' },
  { command: 'depmod', debian: 'kmod' },
  { command: 'modprobe', debian: 'kmod' },
];

/** Files to start a PC from; never written to. */
export interface PcImages {
  readonly kernel: string;
  /** The same kernel as it was fetched, which a boot loader takes. */
  readonly packed: string;
  /** Modules of that kernel in the order in which they are loaded. */
  readonly modules: readonly string[];
  /** An initramfs with BusyBox and s6. */
  readonly small: string;
  /** An initramfs with systemd. */
  readonly systemd: string;
}

/** What has been fetched; undefined when nothing has. */
export function pcImages(): PcImages | undefined {
  const folder = cachedFolder(KEY);
  return folder === undefined ? undefined : imagesIn(folder);
}

/** What is missing to start a PC. Only looks. */
export function missingForPc({ kernel, initrd, image }: OwnImages): readonly string[] {
  const complete = image !== undefined || (kernel !== undefined && initrd !== undefined);
  const lacks = !complete && cachedFolder(KEY) === undefined;
  const fetched = lacks ? ["Debian's kernel and user space (fetch: --prepare)"] : [];
  return [...missingNeeds(TO_BOOT), ...fetched];
}

/** Fetches kernel and user space into the cache, unless they are there. */
export async function preparePc(progress: (text: string) => void): Promise<PcImages> {
  refuseMissing(TO_BOOT);
  if (cachedFolder(KEY) === undefined) refuseMissing(TO_FETCH);
  return imagesIn(await cached(KEY, (place) => fetchInto(place, progress)));
}

function imagesIn(folder: string): PcImages {
  const modules = readdirSync(join(folder, 'modules')).sort();
  return {
    kernel: join(folder, 'kernel'),
    packed: join(folder, 'vmlinuz'),
    modules: modules.map((name) => join(folder, 'modules', name)),
    small: join(folder, 'small.cpio'),
    systemd: join(folder, 'systemd.cpio'),
  };
}

async function fetchInto(place: string, progress: (text: string) => void): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'wdgen-prepare-'));
  try {
    progress("fetching Debian's kernel");
    await fetchKernel(work, place);
    progress("fetching Debian's user space: systemd, s6, BusyBox");
    const root = await fetchTree(work);
    progress('packing');
    pack(join(place, 'systemd.cpio'), root, inSystemd);
    pack(join(place, 'small.cpio'), root, inSmall);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function fetchKernel(work: string, place: string): Promise<void> {
  const depends = await fetchWith('apt-cache', ['depends', 'linux-image-amd64'], work);
  const name = /Depends: (linux-image-\S+)/.exec(depends)?.[1];
  if (name === undefined)
    throw new EmulatorFault('apt knows no linux-image-amd64: type apt-get update, or give a --kernel');
  await fetchWith('apt-get', ['download', '-qq', name], work);
  const file = readdirSync(work).find((one) => one.endsWith('.deb'));
  if (file === undefined) throw new EmulatorFault(`apt-get download fetched no ${name}`);
  const tree = join(work, 'kernel');
  await fetchWith('dpkg', ['-x', file, tree], work);
  const version = name.replace('linux-image-', '');
  cpSync(join(tree, 'boot', `vmlinuz-${version}`), join(place, 'vmlinuz'));
  await keepKernel(join(place, 'vmlinuz'), place);
  await copyModules(tree, version, join(place, 'modules'));
}

/** The modules and what they depend on, numbered in load order. */
async function copyModules(tree: string, version: string, folder: string): Promise<void> {
  await fetchWith('depmod', ['-b', tree, version], tree);
  const found = new Set<string>();
  for (const name of MODULES) {
    const args = ['--show-depends', '-d', tree, '-S', version, name];
    const lines = (await fetchWith('modprobe', args, tree)).split('\n');
    for (const line of lines) {
      const file = /^insmod (\S+)/.exec(line)?.[1];
      if (file !== undefined) found.add(file);
    }
  }
  mkdirSync(folder);
  for (const [index, file] of [...found].entries())
    cpSync(file, join(folder, `${String(index).padStart(2, '0')}-${basename(file)}`));
}

async function fetchTree(work: string): Promise<string> {
  const lean = ['doc', 'locale', 'man', 'info', 'zoneinfo'].map(
    (name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`,
  );
  const options = ['--quiet', '--variant=essential', ...lean, `--include=${PACKAGES.join(',')}`];
  const archive = join(work, 'root.tar');
  await fetchWith('mmdebstrap', [...options, RELEASE, archive], work);
  const root = join(work, 'root');
  mkdirSync(root);
  await fetchWith('tar', ['--no-same-owner', '--exclude=./dev/*', '-xf', archive, '-C', root], work);
  writeFileSync(join(root, 'etc/hostname'), 'rehearsal\n');
  writeFileSync(join(root, 'etc/fstab'), '');
  return root;
}

/** Left out: what nothing runs in a rehearsal, and what is large. */
const UNUSED = [
  ...['/boot', '/var/lib/apt', '/var/lib/dpkg', '/var/cache', '/var/log', '/usr/share/perl', '/usr/include'],
  ...['/usr/lib/x86_64-linux-gnu/perl', '/usr/lib/x86_64-linux-gnu/gconv', '/usr/lib/udev'],
];

function inSystemd(path: string): boolean {
  return !UNUSED.includes(path);
}

/** BusyBox stands alone; s6's programs come with the libraries that they and glibc need. */
const SMALL: readonly RegExp[] = [
  /^\/(bin|lib|lib64|sbin|usr|usr\/(bin|lib|lib64|sbin)|usr\/lib\/x86_64-linux-gnu)$/,
  /^\/usr\/bin\/(busybox|s6-.*)$/,
  /^\/usr\/lib\/x86_64-linux-gnu\/(ld-linux.*|lib(c|s6|skarnet|execline|nsss|s6auto.*)\.so.*)$/,
  /^\/usr\/lib64\/ld-linux.*$/,
  /^\/usr\/lib\/s6(\/.*)?$/,
];

function inSmall(path: string): boolean {
  return SMALL.some((pattern) => pattern.test(path));
}

function pack(file: string, root: string, keep: (path: string) => boolean): void {
  const opened = openSync(file, 'w');
  try {
    const folders = ['/dev', '/proc', '/sys', '/run', '/tmp', '/var/tmp', '/root'].filter(
      (path) => keep === inSmall || !['/dev', '/proc'].includes(path),
    );
    const own = withFolders(folders.map((path) => ({ path, folder: true }) as const));
    writeArchive(opened, [...own, { path: '/dev/console', device: [5, 1] }, ...treeFiles(root, keep)]);
  } finally {
    closeSync(opened);
  }
}
