/** A file, a link or a folder of an archive. Paths without a leading slash. */
export type Entry =
  | { readonly path: string; readonly bytes: Uint8Array; readonly mode: number }
  | { readonly path: string; readonly link: string }
  | { readonly path: string };

const FILE = 0o100000;
const LINK = 0o120000 | 0o777;
const FOLDER = 0o040000 | 0o755;

/**
 * An archive that the kernel takes as an initrd; folders come by themselves, and everything belongs to root.
 * Source: linux 6.1 Documentation/driver-api/early-userspace/buffer-format.rst (newc).
 */
export function cpio(entries: readonly Entry[]): Buffer {
  const all = [...foldersOf(entries).map((path) => ({ path })), ...entries];
  const parts = all.flatMap((entry, index) => record(entry, index + 1));
  return Buffer.concat([...parts, ...record({ path: 'TRAILER!!!', bytes: new Uint8Array(), mode: 0 }, 0, 0)]);
}

function foldersOf(entries: readonly Entry[]): string[] {
  const own = new Set(entries.map(({ path }) => path));
  const parents = entries.flatMap(({ path }) => {
    const words = path.split('/').slice(0, -1);
    return words.map((_, index) => words.slice(0, index + 1).join('/'));
  });
  return [...new Set(parents)].filter((path) => !own.has(path));
}

function record(entry: Entry, inode: number, kind = kindOf(entry)): Buffer[] {
  const bytes = 'link' in entry ? Buffer.from(entry.link) : 'bytes' in entry ? entry.bytes : new Uint8Array();
  const name = Buffer.from(`${entry.path}\0`);
  const numbers = [inode, kind, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length, 0];
  const head = `070701${numbers.map((number) => number.toString(16).padStart(8, '0')).join('')}`;
  const start = Buffer.concat([Buffer.from(head), name]);
  return [start, padding(start.length), Buffer.from(bytes), padding(bytes.length)];
}

function kindOf(entry: Entry): number {
  if ('link' in entry) return LINK;
  return 'bytes' in entry ? FILE | entry.mode : FOLDER;
}

function padding(length: number): Buffer {
  return Buffer.alloc((4 - (length % 4)) % 4);
}
