import type { ImageTree } from '../image/tree.js';

/** Whether systemd takes the next boot for the first one. Source: machine-id(5). */
export function isFirstBoot(tree: ImageTree): boolean {
  const entry = tree.find('/etc/machine-id');
  return entry === undefined || tree.text('/etc/machine-id')?.text.trim() === 'uninitialized';
}

/** Presets that a first boot applies. The first line that fits counts. Source: systemd.preset(5). */
export function presetsOf(tree: ImageTree) {
  const dirs = [
    '/etc/systemd/system-preset',
    '/run/systemd/system-preset',
    '/usr/local/lib/systemd/system-preset',
    '/usr/lib/systemd/system-preset',
    '/lib/systemd/system-preset',
  ];
  const byName = new Map<string, string>();
  for (const dir of dirs)
    for (const name of tree.list(dir))
      if (name.endsWith('.preset') && !byName.has(name)) byName.set(name, `${dir}/${name}`);
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, path]) => {
      const text = tree.text(path);
      return (text?.text ?? '').split('\n').flatMap((line, index) => {
        const [, action, glob] = /^\s*(enable|disable|ignore)\s+(\S+)/.exec(line) ?? [];
        if (text === undefined || action === undefined || glob === undefined) return [];
        const form = new RegExp(
          `^${glob
            .replace(/[.+^${}()|\\]/g, '\\$&')
            .replaceAll('*', '.*')
            .replaceAll('?', '.')}$`,
        );
        return [{ action, matches: (name: string) => form.test(name), place: { in: text, line: index + 1 } }];
      });
    });
}
