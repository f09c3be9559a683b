import type { ImageTree } from '../image/tree.js';
import type { Place } from '../place.js';
import { linkPlace } from './enabled.js';
import { runsScripts } from './inittab.js';
import type { Start } from './starts.js';

/** Folders with links `SNNname` to scripts, of System V init. */
const RUNLEVELS = ['/etc/rcS.d', '/etc/rc2.d', '/etc/rc3.d', '/etc/rc4.d', '/etc/rc5.d'] as const;

/** Start scripts: Buildroot's `/etc/init.d/SNN*`, System V's run levels, rc.local. */
export function readInitScripts(tree: ImageTree): readonly Start[] {
  return [...buildroot(tree), ...systemV(tree), ...rcLocal(tree)];
}

/** Buildroot's rcS runs every `S??*` in /etc/init.d in order. Source: buildroot package/initscripts/init.d/rcS. */
function buildroot(tree: ImageTree): readonly Start[] {
  if (!hasInit(tree)) return [];
  const runs = tree.text('/etc/init.d/rcS') !== undefined && runsScripts(tree);
  return tree.list('/etc/init.d').flatMap((name): Start[] => {
    const number = /^S(\d\d)/.exec(name)?.[1];
    const path = `/etc/init.d/${name}`;
    if (number === undefined) return [];
    const start = script(tree, path, name, Number(number));
    return [{ ...start, on: runs ? start.place : undefined }];
  });
}

function systemV(tree: ImageTree): readonly Start[] {
  if (!hasInit(tree)) return [];
  const seen = new Set<string>();
  return RUNLEVELS.flatMap((folder, level) =>
    tree.list(folder).flatMap((name): Start[] => {
      const number = /^S(\d\d)/.exec(name)?.[1];
      const real = tree.find(`${folder}/${name}`)?.path ?? `${folder}/${name}`;
      if (number === undefined || seen.has(real)) return [];
      seen.add(real);
      const on = linkPlace(tree, `${folder}/${name}`);
      return [{ ...script(tree, real, name, (level === 0 ? 0 : 100) + Number(number)), on }];
    }),
  );
}

/** Where systemd is init, start scripts of its own would need systemd-sysv-generator: their units win. */
function hasInit(tree: ImageTree): boolean {
  return (
    tree.find('/usr/lib/systemd/systemd') === undefined && tree.find('/lib/systemd/systemd') === undefined
  );
}

function rcLocal(tree: ImageTree): readonly Start[] {
  const entry = tree.find('/etc/rc.local');
  if (entry === undefined || entry.kind !== 'file' || (entry.mode & 0o111) === 0) return [];
  const start = script(tree, '/etc/rc.local', 'rc.local', 99);
  return [{ ...start, by: 'rc.local', on: start.place }];
}

function script(tree: ImageTree, path: string, name: string, order: number): Start {
  const place: Place = { in: tree.text(path) ?? { file: tree.label(path), text: '' }, line: 1 };
  return { by: 'init-script', name, on: undefined, words: [path], place, order };
}
