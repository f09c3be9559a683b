import type { ImageTree } from '../image/tree.js';
import type { Place } from '../place.js';
import { linkPlace } from './enabled.js';
import { defaultLevel, hasSystemd } from './inittab.js';
import type { Start } from './starts.js';
import { type Step, stepsOf } from './steps.js';
import { baseName, unwrapped } from './words.js';

/** Run levels with links `SNNname` to scripts, of System V init: /etc/rcS.d before the others. */
const LEVELS = ['2', '3', '4', '5'] as const;
const RC_LOCAL = '/etc/rc.local';
/** `/etc/init.d/S??*`, `$dir/S*`, or `S??*` in a folder that the script has gone to. */
const EVERY_SCRIPT = /^(?!\s*#).*(?:(?:\/etc\/init\.d|\$\{?\w+\}?"?)\/|\s["']?)S[?*[]/m;
const GENERATORS = ['/usr/lib/systemd/system-generators', '/lib/systemd/system-generators'] as const;

/** Start scripts: Buildroot's `/etc/init.d/SNN*`, System V's run levels, rc.local. `others` is what starts besides. */
export function readInitScripts(tree: ImageTree, others: readonly Start[]): readonly Start[] {
  const scripts = hasSystemd(tree) ? [] : [...buildroot(tree, stepsOn(tree, others)), ...systemV(tree)];
  return [...scripts, ...rcLocal(tree, stepsOn(tree, [...others, ...scripts]))];
}

/** What a boot runs for these starts. */
function stepsOn(tree: ImageTree, starts: readonly Start[]): readonly Step[] {
  return starts.filter(({ on }) => on !== undefined).flatMap((start) => stepsOf(tree, start));
}

/**
 * Buildroot's rcS runs every `S??*` in /etc/init.d in order. An rcS of one's own may not: then only those run that it
 * names, and its own steps lead to them. Source: buildroot package/initscripts/init.d/rcS.
 */
function buildroot(tree: ImageTree, steps: readonly Step[]): readonly Start[] {
  const texts = steps.map(({ place }) => place.in);
  // BusyBox without an inittab runs rcS by itself. Source: busybox init/init.c parse_inittab.
  const rcS = tree.text('/etc/inittab') === undefined ? tree.text('/etc/init.d/rcS') : undefined;
  const runs = [...new Set([...texts, ...(rcS === undefined ? [] : [rcS])])].some(({ text }) =>
    EVERY_SCRIPT.test(text),
  );
  return tree.list('/etc/init.d').flatMap((name): Start[] => {
    const number = /^S(\d\d)/.exec(name)?.[1];
    const path = `/etc/init.d/${name}`;
    if (number === undefined || isIn(tree, path, steps)) return [];
    const start = script(tree, path, name, Number(number));
    return [{ ...start, on: runs ? start.place : undefined }];
  });
}

function systemV(tree: ImageTree): readonly Start[] {
  const level = defaultLevel(tree);
  // The level of the boot comes first: a script that several have is on by its link.
  const levels = ['S', ...LEVELS.filter((one) => one === level), ...LEVELS.filter((one) => one !== level)];
  const seen = new Set<string>();
  return levels.flatMap((one) => {
    const folder = `/etc/rc${one}.d`;
    const isOn = one === 'S' || level === undefined || one === level;
    return tree.list(folder).flatMap((name): Start[] => {
      const number = /^S(\d\d)/.exec(name)?.[1];
      const real = tree.find(`${folder}/${name}`)?.path ?? `${folder}/${name}`;
      if (number === undefined || seen.has(real)) return [];
      seen.add(real);
      const on = isOn ? linkPlace(tree, `${folder}/${name}`) : undefined;
      return [{ ...script(tree, real, name, (one === 'S' ? 0 : 100) + Number(number)), on }];
    });
  });
}

/** rc.local runs when a script calls it, or by systemd's generator. Source: systemd-rc-local-generator(8). */
function rcLocal(tree: ImageTree, steps: readonly Step[]): readonly Start[] {
  const entry = tree.find(RC_LOCAL);
  if (entry === undefined || entry.kind !== 'file' || (entry.mode & 0o111) === 0) return [];
  if (isIn(tree, RC_LOCAL, steps)) return [];
  const isGenerated =
    hasSystemd(tree) &&
    GENERATORS.some((folder) => tree.find(`${folder}/systemd-rc-local-generator`) !== undefined);
  const start = script(tree, RC_LOCAL, 'rc.local', 99);
  return [{ ...start, by: 'rc.local', on: isGenerated || steps.some(calls) ? start.place : undefined }];
}

/** Whether the commands of a script are among those steps: they count once. */
function isIn(tree: ImageTree, path: string, steps: readonly Step[]): boolean {
  const file = tree.text(path)?.file;
  return file !== undefined && steps.some(({ place }) => place.in.file === file);
}

function calls({ words }: Step): boolean {
  const [program = '', ...rest] = unwrapped(words);
  return program === RC_LOCAL || (/^(\.|source|\w*sh)$/.test(baseName(program)) && rest.includes(RC_LOCAL));
}

function script(tree: ImageTree, path: string, name: string, order: number): Start {
  const place: Place = { in: tree.text(path) ?? { file: tree.label(path), text: '' }, line: 1 };
  return { by: 'init-script', name, on: undefined, words: [path], place, order };
}
