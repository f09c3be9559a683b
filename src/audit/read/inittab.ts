import type { ImageTree } from '../image/tree.js';
import { placed } from '../place.js';
import type { Start } from './starts.js';
import { splitWords } from './words.js';

/** Actions at which init starts the program while the machine is up or comes up. Source: busybox init/init.c. */
const AT_BOOT = /^(sysinit|wait|once|respawn|boot|bootwait|askfirst)$/;
/** Actions that System V's init takes in every run level. Source: inittab(5). */
const ANY_LEVEL = /^(sysinit|boot|bootwait)$/;
const LINE = /^[^#:]*:([^:]*):([^:]*):(.*)$/;

/** The lines of /etc/inittab that start something: `id:runlevels:action:process`. */
export function readInittab(tree: ImageTree): readonly Start[] {
  const text = hasSystemd(tree) ? undefined : tree.text('/etc/inittab');
  if (text === undefined) return [];
  const level = defaultLevel(tree);
  return text.text.split('\n').flatMap((line, index): Start[] => {
    const [, levels = '', action = '', process = ''] = LINE.exec(line.trim()) ?? [];
    if (!AT_BOOT.test(action) || process === '') return [];
    const words = splitWords(process.replace(/^-/, ''));
    const { place } = placed(null, text, index + 1);
    const isOn = level === undefined || levels === '' || ANY_LEVEL.test(action) || levels.includes(level);
    // Those of sysinit come first, whatever their place in the file.
    const order = (action === 'sysinit' || action === 'boot' ? 0 : 10_000) + index;
    return [{ by: 'inittab', name: words[0] ?? process, on: isOn ? place : undefined, words, place, order }];
  });
}

/**
 * The run level in which System V's init ends up. Undefined without a line `id:3:initdefault:`: BusyBox knows no run
 * levels, and passes over that field.
 */
export function defaultLevel(tree: ImageTree): string | undefined {
  const lines = (tree.text('/etc/inittab')?.text ?? '').split('\n').map((line) => LINE.exec(line.trim()));
  const [, levels = ''] = lines.find((line) => line?.[2] === 'initdefault') ?? [];
  // Of several the highest counts. Source: inittab(5).
  return [...levels].sort().at(-1);
}

/** Whether systemd is init: it reads neither an inittab nor, without a generator, start scripts. */
export function hasSystemd(tree: ImageTree): boolean {
  return ['/usr/lib/systemd/systemd', '/lib/systemd/systemd'].some((path) => tree.find(path) !== undefined);
}
