import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { xzPayload } from '../../../src/system/bzimage.js';
import { cached } from '../../tools/lib/cache.js';
import type { Tool } from '../../tools/lib/need.js';

/** What making the image and booting it takes on the machine. */
export const imageTools: readonly Tool[] = [
  { command: 'qemu-system-x86_64', debian: 'qemu-system-x86' },
  { command: 'setpriv', debian: 'util-linux' },
  { command: 'mmdebstrap', debian: 'mmdebstrap' },
  { command: 'mkfs.ext4', debian: 'e2fsprogs' },
  { command: 'depmod', debian: 'kmod' },
  { command: 'xz', debian: 'xz-utils' },
  { path: '/bin/busybox', debian: 'busybox-static' },
];

const RELEASE = 'bookworm';
const PACKAGES = [
  'systemd',
  'systemd-sysv',
  'udev',
  'kmod',
  'dbus',
  'iproute2',
  'curl',
  'busybox-static',
  'python3-minimal',
  'connman',
];

/** Modules of the running system; those that the disk needs are loaded before it. */
const DISK_MODULES = ['virtio_pci', 'virtio_blk', 'ext4'];
const OTHER_MODULES = [
  'iTCO_wdt',
  'lpc_ich',
  'i2c-i801',
  'i6300esb',
  'pretimeout_noop',
  'pretimeout_panic',
  'virtio_net',
  'veth',
  'bridge',
  'sch_netem',
  'softdog',
  'libcomposite',
  'usb_f_mass_storage',
];

/** Paths of things to boot: made once and kept in the cache. */
export interface DebianImage {
  readonly kernel: string;
  /** The configuration that the kernel was built with. */
  readonly config: string;
  /** An ext4 disk with a Debian tree: systemd, D-Bus, curl, BusyBox, Python. Never written to. */
  readonly disk: string;
  /** Modules that the initramfs loads, in order. */
  readonly modules: readonly string[];
}

/** The distribution's newest kernel and a small tree of it, fetched by its own tools. */
export function debianImage(): DebianImage {
  const kernelPackage = newestKernel();
  const folder = cached(`pc-${RELEASE}-${kernelPackage}-7`, (place) => makeImage(place, kernelPackage));
  const modules = readdirSync(join(folder, 'modules')).sort();
  return {
    kernel: join(folder, 'kernel'),
    config: join(folder, 'config'),
    disk: join(folder, 'disk.ext4'),
    modules: modules.map((name) => join(folder, 'modules', name)),
  };
}

/** `linux-image-6.1.0-56-amd64`, as the meta package names it. */
function newestKernel(): string {
  const text = execFileSync('apt-cache', ['depends', 'linux-image-amd64'], { encoding: 'utf8' });
  const found = /Depends: (linux-image-\S+)/.exec(text)?.[1];
  if (found === undefined) throw new Error(`apt-cache names no kernel: ${text}`);
  return found;
}

function makeImage(place: string, kernelPackage: string): void {
  const work = mkdtempSync(join(tmpdir(), 'wdgen-image-'));
  try {
    const root = join(work, 'root');
    const kernel = unpackKernel(work, kernelPackage);
    keepUnpacked(kernel.vmlinuz, join(place, 'kernel'));
    cpSync(kernel.config, join(place, 'config'));
    makeTree(root);
    const disk = copyModules(kernel, root);
    mkdirSync(join(place, 'modules'));
    for (const [index, file] of disk.entries())
      cpSync(file, join(place, 'modules', `${String(index).padStart(2, '0')}-${file.split('/').at(-1)}`));
    makeDisk(root, join(place, 'disk.ext4'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

interface Kernel {
  readonly version: string;
  readonly vmlinuz: string;
  readonly config: string;
  /** The tree that holds lib/modules. */
  readonly tree: string;
}

function unpackKernel(work: string, kernelPackage: string): Kernel {
  const tree = join(work, 'kernel');
  mkdirSync(tree);
  execFileSync('apt-get', ['download', '-qq', kernelPackage], {
    cwd: work,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const file = readdirSync(work).find((name) => name.endsWith('.deb'));
  if (file === undefined) throw new Error(`no package was fetched for ${kernelPackage}`);
  execFileSync('dpkg', ['-x', join(work, file), tree]);
  const version = kernelPackage.replace('linux-image-', '');
  execFileSync('depmod', ['-b', tree, version]);
  const boot = (name: string) => join(tree, 'boot', `${name}-${version}`);
  return { version, vmlinuz: boot('vmlinuz'), config: boot('config'), tree };
}

/** As the product keeps its own: src/system/bzimage.ts. */
function keepUnpacked(image: string, kernel: string): void {
  const payload = xzPayload(readFileSync(image));
  if (payload === undefined) throw new Error(`${image}: not in xz`);
  writeFileSync(`${kernel}.xz`, payload);
  execFileSync('xz', ['--decompress', '--single-stream', '--keep', `${kernel}.xz`]);
  rmSync(`${kernel}.xz`);
}

function makeTree(root: string): void {
  const lean = ['doc', 'locale', 'man', 'info'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`);
  const include = `--include=${PACKAGES.join(',')}`;
  execFileSync('mmdebstrap', ['--quiet', '--variant=apt', ...lean, include, RELEASE, root], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // A password-less root on the console, and no waiting for what an emulator does not have.
  writeFileSync(join(root, 'etc/hostname'), 'lab\n');
  writeFileSync(join(root, 'etc/fstab'), '/dev/vda / ext4 rw 0 0\n');
  rmSync(join(root, 'var/cache/apt'), { recursive: true, force: true });
  rmSync(join(root, 'var/lib/apt'), { recursive: true, force: true });
}

/** Copies the wanted modules with what they depend on into the tree. Returns those of the disk, in load order. */
function copyModules({ version, tree }: Kernel, root: string): string[] {
  const files = (name: string) =>
    execFileSync('modprobe', ['--show-depends', '-d', tree, '-S', version, name], { encoding: 'utf8' })
      .split('\n')
      .flatMap((line) => /^insmod (\S+)/.exec(line)?.[1] ?? []);
  const disk = [...new Set(DISK_MODULES.flatMap(files))];
  for (const file of new Set([...disk, ...OTHER_MODULES.flatMap(files)]))
    cpSync(file, join(root, file.slice(tree.length)), { recursive: true });
  for (const name of ['modules.order', 'modules.builtin', 'modules.builtin.modinfo'])
    cpSync(join(tree, 'lib/modules', version, name), join(root, 'lib/modules', version, name));
  execFileSync('depmod', ['-b', root, version]);
  return disk;
}

function makeDisk(root: string, disk: string): void {
  writeFileSync(disk, '');
  truncateSync(disk, 700 * 1024 * 1024);
  execFileSync('mkfs.ext4', ['-q', '-O', '^has_journal', '-d', root, disk], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}
