import type { ImageTree } from '../image/tree.js';
import { placed, type Text } from '../place.js';
import type { Start } from './starts.js';

const TABLES = ['/var/spool/cron/crontabs/root', '/etc/crontabs/root', '/var/spool/cron/root'] as const;

/** The lines of root's crontab, and of the system's, which name a user before the command. */
export function readCrontabs(tree: ImageTree): readonly Start[] {
  const own = TABLES.flatMap((path) => lines(tree.text(path), 5));
  const shared = ['/etc/crontab', ...tree.list('/etc/cron.d').map((name) => `/etc/cron.d/${name}`)];
  return [...own, ...shared.flatMap((path) => lines(tree.text(path), 6))];
}

function lines(text: Text | undefined, columns: 5 | 6): readonly Start[] {
  if (text === undefined) return [];
  return text.text.split('\n').flatMap((raw, index): Start[] => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || /^\w+\s*=/.test(line)) return [];
    const skip = line.startsWith('@') ? columns - 4 : columns;
    const command = new RegExp(`^(?:\\S+\\s+){${skip}}(.*)$`).exec(line)?.[1];
    if (command === undefined) return [];
    const { place } = placed(null, text, index + 1);
    // A shell runs it.
    return [
      { by: 'cron', name: command, on: place, words: ['sh', '-c', command], place, order: 20_000 + index },
    ];
  });
}
