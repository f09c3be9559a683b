import type { ImageTree } from '../image/tree.js';
import { type Place, placed } from '../place.js';
import { listOf } from './ini.js';
import { distinctDirs, UNIT_DIRS, type Unit } from './units.js';

/** Targets that a boot reaches by itself. Source: bootup(7). */
const ROOTS = [
  'default.target',
  'multi-user.target',
  'graphical.target',
  'basic.target',
  'sysinit.target',
  'local-fs.target',
  'remote-fs.target',
  'sockets.target',
  'timers.target',
  'paths.target',
  'network.target',
  'network-online.target',
  'boot-complete.target',
  'getty.target',
] as const;

const PULLS = ['Wants', 'Requires', 'BindsTo', 'Upholds'] as const;

/** Which units a boot starts, each with the place that says so. */
export function readEnabled(tree: ImageTree, units: ReadonlyMap<string, Unit>): ReadonlyMap<string, Place> {
  const links = linksOf(tree);
  const started = new Map<string, Place>();
  const waiting: string[] = [...ROOTS];
  const visited = new Set<string>();
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (visited.has(name)) continue;
    visited.add(name);
    for (const [pulled, place] of pulledBy(name, units, links)) {
      if (!started.has(pulled)) started.set(pulled, place);
      waiting.push(pulled);
    }
  }
  return withAliases(tree, started);
}

function pulledBy(
  name: string,
  units: ReadonlyMap<string, Unit>,
  links: ReadonlyMap<string, ReadonlyMap<string, Place>>,
): readonly (readonly [string, Place])[] {
  const unit = units.get(name);
  const written = PULLS.flatMap((key) =>
    listOf(unit?.all ?? [], 'Unit', key).flatMap(({ value, place }) =>
      value.split(/\s+/).map((pulled) => [pulled, place] as const),
    ),
  );
  return [...(links.get(name) ?? []), ...written, ...triggered(name, unit)].filter(
    ([pulled]) => pulled !== '',
  );
}

/** A timer, socket or path starts the service that it names, or the one of its own name. */
function triggered(name: string, unit: Unit | undefined): readonly (readonly [string, Place])[] {
  const [, stem, type] = /^(.*)\.(timer|socket|path)$/.exec(name) ?? [];
  if (stem === undefined || type === undefined || unit?.file === undefined) return [];
  const section = `${type[0]?.toUpperCase()}${type.slice(1)}`;
  const key = type === 'socket' ? 'Service' : 'Unit';
  const named = listOf(unit.all, section, key).at(-1);
  return [[named?.value ?? `${stem}.service`, named?.place ?? { in: unit.file, line: 1 }]];
}

/** `X.wants/Y` and `X.requires/Y`: X -> Y with the link. */
function linksOf(tree: ImageTree): ReadonlyMap<string, ReadonlyMap<string, Place>> {
  const all = new Map<string, Map<string, Place>>();
  for (const dir of distinctDirs(tree, UNIT_DIRS))
    for (const folder of tree.list(dir)) {
      const by = /^(.+)\.(?:wants|requires)$/.exec(folder)?.[1];
      if (by === undefined) continue;
      const own = all.get(by) ?? new Map<string, Place>();
      for (const name of tree.list(`${dir}/${folder}`)) {
        const link = `${dir}/${folder}/${name}`;
        own.set(name, linkPlace(tree, link));
        // An instance has its template's file.
        const real = tree.find(link)?.path.split('/').at(-1);
        if (real !== undefined) own.set(real, linkPlace(tree, link));
      }
      all.set(by, own);
    }
  return all;
}

/** A link has one line: where it leads. */
export function linkPlace(tree: ImageTree, path: string): Place {
  const to = tree.linkOf(path);
  return placed(null, { file: tree.label(path), text: to === undefined ? '' : `-> ${to}` }, 1).place;
}

/** What is enabled by another name is enabled by its own. */
function withAliases(tree: ImageTree, started: ReadonlyMap<string, Place>): ReadonlyMap<string, Place> {
  const all = new Map(started);
  for (const [name, place] of started)
    for (const dir of UNIT_DIRS) {
      const real = tree.find(`${dir}/${name}`)?.path.split('/').at(-1);
      if (real !== undefined && !all.has(real)) all.set(real, place);
    }
  return all;
}
