import type { ImageTree } from '../image/tree.js';
import { type Place, placed } from '../place.js';
import { listOf } from './ini.js';
import { isFirstBoot, presetsOf } from './presets.js';
import { distinctDirs, UNIT_DIRS, type Unit } from './units.js';

/** Targets that every boot reaches, by default dependencies and the targets themselves. Source: bootup(7). */
const EVERY_BOOT = [
  'sysinit.target',
  'basic.target',
  'local-fs.target',
  'sockets.target',
  'timers.target',
  'paths.target',
] as const;
/** Where a boot goes when the image does not say: systemd's own default.target is one of them. */
const USUAL = ['graphical.target', 'multi-user.target'] as const;

const PULLS = ['Wants', 'Requires', 'BindsTo', 'Upholds'] as const;

/** Which units a boot starts, each with the place that says so. */
export function readEnabled(tree: ImageTree, units: ReadonlyMap<string, Unit>): ReadonlyMap<string, Place> {
  const links = linksOf(tree);
  if (isFirstBoot(tree)) addPresets(tree, units, links);
  const started = new Map<string, Place>();
  const waiting: string[] = ['default.target', ...goalsOf(tree), ...EVERY_BOOT, ...completeOf(tree)];
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

/** What default.target is: a link to another target, which has its own `.wants`. */
function goalsOf(tree: ImageTree): readonly string[] {
  const path = UNIT_DIRS.map((dir) => `${dir}/default.target`).find((one) => tree.look(one) !== undefined);
  if (path === undefined) return USUAL;
  // The link counts by its name: the unit itself may lie in a part that the tree does not have.
  const name = (tree.find(path)?.path ?? tree.linkOf(path) ?? '').split('/').at(-1) ?? '';
  // graphical.target requires multi-user.target, also where the tree has neither of the two files.
  return name === '' || name === 'graphical.target' ? USUAL : [name];
}

/** With counted boots systemd-boot's generator pulls it in. Source: systemd-bless-boot-generator(8). */
function completeOf(tree: ImageTree): readonly string[] {
  const folders = ['/usr/lib/systemd/system-generators', '/lib/systemd/system-generators'];
  const has = folders.some((folder) => tree.find(`${folder}/systemd-bless-boot-generator`) !== undefined);
  return has ? ['boot-complete.target'] : [];
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
function linksOf(tree: ImageTree): Map<string, Map<string, Place>> {
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

/** A first boot makes the links of [Install] that a preset enables, in each of systemd's preset modes. */
function addPresets(
  tree: ImageTree,
  units: ReadonlyMap<string, Unit>,
  links: Map<string, Map<string, Place>>,
): void {
  const presets = presetsOf(tree);
  for (const { name, all } of units.values()) {
    if (presets.find(({ matches }) => matches(name))?.action !== 'enable') continue;
    for (const key of ['WantedBy', 'RequiredBy'])
      for (const { value, place } of listOf(all, 'Install', key))
        for (const by of value.split(/\s+/)) {
          const own = links.get(by) ?? new Map<string, Place>();
          if (!own.has(name)) own.set(name, place);
          links.set(by, own);
        }
  }
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
