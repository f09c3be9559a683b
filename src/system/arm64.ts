import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cached, cachedFolder } from './cache.js';
import { EmulatorFault } from './emulator.js';
import { fetchWith } from './prepare.js';

/** A kernel and a few programs for arm64, from the distribution's packages: paths in the cache. */
export interface Arm64Parts {
  readonly kernel: string;
  /** Modules in load order: the disk's, then those of the watchdog. Their names start with a number. */
  readonly modules: readonly string[];
  /** A folder with `bin/busybox`, `usr/bin/fw_setenv` and their libraries, to be copied into an initrd. */
  readonly root: string;
}

const PACKAGES = ['busybox-static', 'libubootenv-tool', 'linux-image-arm64'];
const MODULES = ['virtio_mmio', 'virtio_blk', 'i6300esb'];
const PROGRAMS = ['bin/busybox', 'usr/bin/fw_printenv', 'usr/bin/fw_setenv'];
/** What libubootenv-tool 0.3.2 of Debian 12 is linked with (readelf -d). */
const LIBRARIES = ['ld-linux-aarch64.so.1', 'libc.so.6', 'libubootenv.so.0', 'libz.so.1'];
const LIBRARY_FOLDER = 'lib/aarch64-linux-gnu';
/** The number is raised when what lies in the cache changes. */
const KEY = 'arm64-1';

/** What was fetched; undefined when nothing was. */
export function arm64Parts(): Arm64Parts | undefined {
  const folder = cachedFolder(KEY);
  if (folder === undefined) return undefined;
  const modules = readdirSync(join(folder, 'modules')).sort();
  return {
    kernel: join(folder, 'Image'),
    modules: modules.map((name) => join(folder, 'modules', name)),
    root: join(folder, 'root'),
  };
}

/**
 * Fetches the packages with mmdebstrap, which unpacks those of another architecture without the host's dpkg knowing it.
 * Takes about 20 s and 500 MB while it works, 40 MB for good. Throws an EmulatorFault.
 */
export async function fetchArm64(progress: (text: string) => void): Promise<void> {
  await cached(KEY, async (folder) => {
    const tree = join(folder, 'tree');
    progress('fetching an arm64 kernel, BusyBox and libubootenv with mmdebstrap');
    const wanted = ['--architectures=arm64', '--variant=extract', `--include=${PACKAGES.join(',')}`];
    await fetchWith('mmdebstrap', ['--quiet', ...wanted, release(), tree], folder);
    await copyParts(tree, folder);
    rmSync(tree, { recursive: true, force: true });
  });
}

/** Debian's code name of the machine: `bookworm`. */
function release(): string {
  const text = readFileSync('/etc/os-release', 'utf8');
  const found = /^VERSION_CODENAME=(\w+)$/m.exec(text)?.[1];
  if (found === undefined || !/^ID=debian$/m.test(text))
    throw new EmulatorFault('arm64 packages can be fetched on Debian only');
  return found;
}

async function copyParts(tree: string, parts: string): Promise<void> {
  const version = readdirSync(join(tree, 'lib/modules'))[0] ?? '';
  for (const folder of ['modules', `root/${LIBRARY_FOLDER}`, 'root/bin', 'root/usr/bin'])
    mkdirSync(join(parts, folder), { recursive: true });
  for (const [index, file] of (await moduleFiles(tree, version)).entries()) {
    const name = `${String(index).padStart(2, '0')}-${file.split('/').at(-1)}`;
    cpSync(file, join(parts, 'modules', name));
  }
  for (const name of PROGRAMS) cpSync(join(tree, name), join(parts, 'root', name), { dereference: true });
  for (const name of LIBRARIES) {
    const found = [LIBRARY_FOLDER, `usr/${LIBRARY_FOLDER}`].map((folder) => join(tree, folder, name));
    const file = found.find((one) => existsSync(one));
    if (file === undefined) throw new EmulatorFault(`the packages for arm64 lack ${name}`);
    cpSync(file, join(parts, 'root', LIBRARY_FOLDER, name), { dereference: true });
  }
  cpSync(join(tree, 'boot', `vmlinuz-${version}`), join(parts, 'Image'));
}

/** The files of the wanted modules and of what they depend on, in load order. */
async function moduleFiles(tree: string, version: string): Promise<readonly string[]> {
  await fetchWith('depmod', ['-b', tree, version], tree);
  const lists = [];
  for (const name of MODULES)
    lists.push(await fetchWith('modprobe', ['--show-depends', '-d', tree, '-S', version, name], tree));
  const files = lists
    .flatMap((text) => text.split('\n'))
    .flatMap((line) => /^insmod (\S+)/.exec(line)?.[1] ?? []);
  return [...new Set(files)];
}
