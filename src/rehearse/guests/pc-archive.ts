import { lstatSync, readdirSync, readFileSync, readlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a file of an initramfs is. Everything belongs to root there. */
export type Put =
  | { readonly path: string; readonly text: string | Uint8Array; readonly mode?: number }
  | { readonly path: string; readonly link: string }
  | { readonly path: string; readonly folder: true }
  | { readonly path: string; readonly device: readonly [major: number, minor: number] };

/** Folders above the given paths, outermost first, which the kernel's unpacker does not make by itself. */
export function withFolders(files: readonly Put[]): Put[] {
  const made = new Set<string>();
  return files.flatMap((file) => {
    const above: Put[] = [];
    for (let one = dirname(file.path); one !== '/' && one !== '.' && !made.has(one); one = dirname(one)) {
      made.add(one);
      above.unshift({ path: one, folder: true });
    }
    return [...above, file];
  });
}

/**
 * Writes files as an archive that the kernel unpacks into its first root; one may follow another in the same initramfs,
 * and then its files replace those before. Format: `newc` of linux Documentation/driver-api/early-userspace/buffer-format.rst.
 */
export function writeArchive(file: number, puts: Iterable<Put>): void {
  let inode = 1;
  for (const put of puts) writeEntry(file, put, inode++);
  writeSync(file, entry({ name: 'TRAILER!!!', inode: 0, mode: 0, data: NOTHING, device: [0, 0] }));
}

const NOTHING = new Uint8Array();
const KINDS = { file: 0o100000, folder: 0o040000, link: 0o120000, device: 0o020000 } as const;

function writeEntry(file: number, put: Put, inode: number): void {
  const name = put.path.replace(/^\//, '');
  const base = { name, inode, data: NOTHING as Uint8Array, device: [0, 0] as const };
  if ('folder' in put) writeSync(file, entry({ ...base, mode: KINDS.folder | 0o755 }));
  else if ('device' in put)
    writeSync(file, entry({ ...base, mode: KINDS.device | 0o600, device: put.device }));
  else if ('link' in put)
    writeSync(file, entry({ ...base, mode: KINDS.link | 0o777, data: Buffer.from(put.link) }));
  else
    writeSync(file, entry({ ...base, mode: KINDS.file | (put.mode ?? 0o644), data: Buffer.from(put.text) }));
}

interface Entry {
  readonly name: string;
  readonly inode: number;
  readonly mode: number;
  readonly data: Uint8Array;
  readonly device: readonly [number, number];
}

function entry({ name, inode, mode, data, device }: Entry): Buffer {
  const path = Buffer.from(`${name}\0`);
  // ino, mode, uid, gid, nlink, mtime, size, dev (2), rdev (2), size of the name, checksum (unused)
  const numbers = [inode, mode, 0, 0, 1, 0, data.length, 0, 0, ...device, path.length, 0];
  const head = `070701${numbers.map((one) => one.toString(16).padStart(8, '0')).join('')}`;
  return padded(Buffer.concat([padded(Buffer.concat([Buffer.from(head), path])), data]));
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

/** Every file of a tree on disk, at its place in the archive; what `keep` refuses is left out with all below it. */
export function* treeFiles(root: string, keep: (path: string) => boolean, path = ''): Generator<Put> {
  for (const name of readdirSync(join(root, path)).sort()) {
    const below = `${path}/${name}`;
    if (!keep(below)) continue;
    const file = join(root, below);
    const found = lstatSync(file);
    if (found.isSymbolicLink()) yield { path: below, link: readlinkSync(file) };
    else if (found.isFile()) yield { path: below, text: readFileSync(file), mode: found.mode & 0o7777 };
    else if (found.isDirectory()) {
      yield { path: below, folder: true };
      yield* treeFiles(root, keep, below);
    }
  }
}
