import type { ImageTree } from '../image/tree.js';
import { placed } from '../place.js';
import type { SourceEntry, SourceTree } from '../s6rc/tree.js';
import { cdbKeys } from './cdb.js';
import type { Start } from './starts.js';

/** Source directories of s6-rc, in the usual places. */
const SOURCES = ['/etc/s6-rc/source', '/etc/s6-rc/sv', '/etc/s6/sv', '/etc/s6-rc/source-base'] as const;
const COMPILED = ['/etc/s6-rc/compiled', '/etc/s6-rc/compiled/boot'] as const;

/** A compiled database: the names of its services and bundles. */
export interface CompiledDb {
  readonly path: string;
  readonly names: ReadonlySet<string>;
}

/** The source directories that an image has. */
export function s6Sources(tree: ImageTree): readonly string[] {
  return SOURCES.filter((path) => tree.find(path)?.kind === 'dir');
}

/**
 * The compiled database; undefined when there is none that can be read. Its `resolve.cdb` has a record for each service
 * and bundle. Source: s6-rc 0.5.5.0 src/s6-rc/s6-rc-compile.c (write_resolve).
 */
export function readCompiled(tree: ImageTree): CompiledDb | undefined {
  for (const path of COMPILED) {
    const bytes = tree.bytes(`${path}/resolve.cdb`, 16 * 1024 * 1024);
    const keys = bytes === undefined ? undefined : cdbKeys(bytes);
    if (keys !== undefined) return { path, names: new Set(keys) };
  }
  return undefined;
}

/** The longruns and oneshots: of the source directories, or of a compiled database that came without them. */
export function readS6Runs(tree: ImageTree): readonly Start[] {
  const compiled = readCompiled(tree);
  const sources = s6Sources(tree);
  if (sources.length === 0 && compiled !== undefined)
    return runsBelow(tree, `${compiled.path}/servicedirs`, () => true);
  return sources.flatMap((source) => {
    const wanted = wantedBy(tree, source, 'default');
    return runsBelow(tree, source, (name) => wanted.has(name) && compiled?.names.has(name) !== false);
  });
}

function runsBelow(tree: ImageTree, dir: string, isOn: (name: string) => boolean): readonly Start[] {
  return tree.list(dir).flatMap((name): Start[] => {
    const folder = `${dir}/${name}`;
    const file = tree.find(`${folder}/run`) === undefined ? `${folder}/up` : `${folder}/run`;
    const text = tree.text(file);
    if (text === undefined) return [];
    const { place } = placed(null, text, 1);
    return [{ by: 's6-rc', name, on: isOn(name) ? place : undefined, words: [file], place, order: 0 }];
  });
}

/** A bundle's services with everything that they depend on. */
export function wantedBy(tree: ImageTree, source: string, bundle: string): ReadonlySet<string> {
  const wanted = new Set<string>();
  const waiting = [bundle];
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (wanted.has(name)) continue;
    wanted.add(name);
    for (const list of ['contents', 'dependencies']) {
      waiting.push(...tree.list(`${source}/${name}/${list}.d`));
      waiting.push(...(tree.text(`${source}/${name}/${list}`)?.text.split(/\s+/).filter(Boolean) ?? []));
    }
  }
  return wanted;
}

/** A source directory of the image, for the checker. Links are followed inside the image, as s6-rc-compile does. */
export function sourceTreeOf(tree: ImageTree, source: string): SourceTree {
  const found = new Map<string, SourceEntry>();
  const visit = (path: string, depth: number): void => {
    for (const name of tree.list(`${source}/${path}`)) {
      const below = path === '' ? name : `${path}/${name}`;
      const entry = tree.find(`${source}/${below}`);
      const isDir = entry?.kind === 'dir';
      const text = isDir ? '' : (tree.text(`${source}/${below}`)?.text ?? '');
      const kind = isDir ? 'dir' : entry?.kind === 'file' ? 'file' : 'symlink';
      found.set(below, { kind, text, mode: entry?.mode ?? 0o777 });
      if (isDir && depth < 2) visit(below, depth + 1);
    }
  };
  visit('', 0);
  return found;
}
