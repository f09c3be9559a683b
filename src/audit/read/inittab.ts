import type { ImageTree } from '../image/tree.js';
import { placed } from '../place.js';
import type { Start } from './starts.js';
import { splitWords } from './words.js';

/** Actions at which init starts the program while the machine is up or comes up. Source: busybox init/init.c. */
const AT_BOOT = /^(sysinit|wait|once|respawn|boot|bootwait|askfirst)$/;

/** The lines of /etc/inittab that start something: `id:runlevels:action:process`. */
export function readInittab(tree: ImageTree): readonly Start[] {
  const text = tree.text('/etc/inittab');
  if (text === undefined) return [];
  return text.text.split('\n').flatMap((line, index): Start[] => {
    const [, action = '', process = ''] = /^[^#:]*:[^:]*:([^:]*):(.*)$/.exec(line.trim()) ?? [];
    if (!AT_BOOT.test(action) || process === '') return [];
    const words = splitWords(process.replace(/^-/, ''));
    const { place } = placed(null, text, index + 1);
    // Those of sysinit come first, whatever their place in the file.
    const order = (action === 'sysinit' || action === 'boot' ? 0 : 10_000) + index;
    return [{ by: 'inittab', name: words[0] ?? process, on: place, words, place, order }];
  });
}

/** Whether /etc/inittab runs the start scripts. */
export function runsScripts(tree: ImageTree): boolean {
  const lines = readInittab(tree);
  return lines.length === 0 || lines.some(({ words }) => words.some((word) => /\/(rcS|rc)$/.test(word)));
}
