import type { ExeclineCheck, Report, ServiceFolder } from './tree.js';

/** A oneshot's `up` or `down`. Its syntax is judged only when a check is given: audit/ starts no processes. */
export function checkScript(
  folder: ServiceFolder,
  file: 'up' | 'down',
  { mandatory }: { readonly mandatory: boolean },
  report: Report,
  execline: ExeclineCheck | undefined,
): void {
  const entry = folder.entries.get(file);
  if (entry === undefined || entry.kind === 'symlink') {
    if (mandatory) report('refused', file, `a oneshot needs a file ${file}`);
    return;
  }
  const problem = entry.kind === 'dir' ? 'is a folder' : (execline?.(entry.text) ?? null);
  if (problem !== null) report('refused', file, problem);
}
