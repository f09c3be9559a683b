import { posix } from 'node:path';
import { compareText } from '../../core/report.js';
import type { ImageTree } from '../image/tree.js';
import type { Place, Text } from '../place.js';
import { type Assignment, readIni } from './ini.js';

/** Where systemd looks for units, the strongest first. Source: systemd.unit(5), "Unit File Load Path". */
export const UNIT_DIRS = [
  '/etc/systemd/system',
  '/run/systemd/system',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
] as const;

/** A unit with its drop-ins. */
export interface Unit {
  readonly name: string;
  /** Its file; undefined for one that only drop-ins speak of. */
  readonly file: Text | undefined;
  /** Path in the image. */
  readonly path: string | undefined;
  /** Whether it is only another name of a unit. */
  readonly alias: boolean;
  /** Where it is masked. */
  readonly masked: Place | undefined;
  readonly dropIns: readonly Text[];
  /** The file's assignments, then those of the drop-ins in their order. */
  readonly all: readonly Assignment[];
}

/** All units of an image by name. A link to another unit is an alias, and has its own entry. */
export function readUnits(tree: ImageTree): ReadonlyMap<string, Unit> {
  const dirs = distinctDirs(tree, UNIT_DIRS);
  const names = new Set<string>();
  for (const dir of dirs)
    for (const entry of tree.list(dir)) {
      const name = /^(.+\.(?:service|target|timer|socket|path|mount))(?:\.d)?$/.exec(entry)?.[1];
      if (name !== undefined) names.add(name);
    }
  return new Map([...names].sort(compareText).map((name) => [name, readUnit(tree, dirs, name)]));
}

/** Folders that are there, each once: /lib is a link to /usr/lib in most images. */
export function distinctDirs(tree: ImageTree, dirs: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return dirs.filter((dir) => {
    const real = tree.find(dir);
    if (real === undefined || real.kind !== 'dir' || seen.has(real.path)) return false;
    seen.add(real.path);
    return true;
  });
}

function readUnit(tree: ImageTree, dirs: readonly string[], name: string): Unit {
  const dir = dirs.find((one) => tree.look(`${one}/${name}`)?.kind !== undefined);
  const path = dir === undefined ? undefined : `${dir}/${name}`;
  const isMasked = path !== undefined && masks(tree, path);
  const file = path === undefined || isMasked ? undefined : tree.text(path);
  const folders = [`${typeOf(name)}.d`, ...prefixes(name), `${name}.d`].filter((folder) =>
    dirs.some((one) => tree.list(one).includes(folder)),
  );
  const dropIns = dropInsOf(tree, dirs, folders);
  return {
    name,
    file,
    path,
    alias: file !== undefined && !tree.find(path ?? '')?.path.endsWith(`/${name}`),
    masked:
      isMasked && path !== undefined ? { in: { file: tree.label(path), text: '' }, line: 1 } : undefined,
    dropIns,
    all: [...(file === undefined ? [] : readIni(file)), ...dropIns.flatMap(readIni)],
  };
}

function typeOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** `a-b-c.service` also has `a-.service.d` and `a-b-.service.d`. */
function prefixes(name: string): readonly string[] {
  const type = typeOf(name);
  const parts = name.slice(0, -type.length - 1).split('-');
  return parts.slice(1).map((_, i) => `${parts.slice(0, i + 1).join('-')}-.${type}.d`);
}

/** The path that a link says, from the image's root. */
function leadsTo(path: string, link: string | undefined): string | undefined {
  return link === undefined ? undefined : posix.resolve(posix.dirname(path), link);
}

/** A link to /dev/null, or an empty file. */
function masks(tree: ImageTree, path: string): boolean {
  // Relative links are as good: `../../../dev/null`. An image's own /dev may be empty, so the text decides.
  if (leadsTo(path, tree.linkOf(path)) === '/dev/null') return true;
  const entry = tree.find(path);
  return entry?.kind === 'file' && entry.size === 0;
}

/**
 * Drop-ins in the order in which they are read: by file name, whatever folder they lie in; of one name the strongest
 * folder's. Source: systemd.unit(5), systemd-system.conf(5).
 */
export function dropInsOf(
  tree: ImageTree,
  dirs: readonly string[],
  folders: readonly string[],
): readonly Text[] {
  const byName = new Map<string, string>();
  for (const folder of [...folders].reverse())
    for (const dir of dirs)
      for (const entry of tree.list(`${dir}/${folder}`))
        if (entry.endsWith('.conf') && !byName.has(entry)) byName.set(entry, `${dir}/${folder}/${entry}`);
  return [...byName]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([, path]) => (masks(tree, path) ? [] : (tree.text(path) ?? [])));
}
