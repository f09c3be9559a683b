import type { Report, ServiceFolder } from './tree.js';

/** Names that s6-rc keeps for its own services. Source: s6-rc 0.5.5.0 s6-rc-compile.c, check_identifier. */
export function isReserved(name: string): boolean {
  return /^s6-?rc-/.test(name);
}

/**
 * The names in a folder `<list>.d`, or else in the deprecated file `<list>`, one a line; undefined when there is
 * neither. When both are there the file is ignored, which takes away what it names: wdgen says so.
 */
export function namesOfFolder(
  folder: ServiceFolder,
  list: 'dependencies' | 'contents',
  report: Report,
): readonly string[] | undefined {
  const entry = folder.entries.get(`${list}.d`);
  if (entry === undefined || entry.kind === 'symlink') return namesIn(folder, list, report);
  if (entry.kind !== 'dir') {
    report('refused', `${list}.d`, 'is not a folder');
    return [];
  }
  if (folder.entries.has(list)) report('stricter', list, `is ignored, for there is a folder ${list}.d`);
  const names = folder.list(`${list}.d`).filter((name) => !name.startsWith('.'));
  return names.filter((name) => allowed(name, `${list}.d/${name}`, report));
}

/** The names in a file, one a line: leading blanks do not count, lines that start with `#` are comments. */
export function namesIn(folder: ServiceFolder, file: string, report: Report): readonly string[] | undefined {
  const entry = folder.entries.get(file);
  if (entry === undefined || entry.kind === 'symlink') return undefined;
  if (entry.kind === 'dir') {
    report('refused', file, 'is a folder');
    return [];
  }
  const lines = entry.text.split('\n').map((line) => line.replace(/^[ \t]+/, ''));
  const names = new Set(lines.filter((line) => line !== '' && !line.startsWith('#')));
  return [...names].filter((name) => allowed(name, file, report));
}

function allowed(name: string, file: string, report: Report): boolean {
  if (isReserved(name)) report('refused', file, `"${name}" starts with a prefix that s6-rc keeps for itself`);
  return !isReserved(name);
}
