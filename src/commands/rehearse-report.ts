import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { makeFolders } from '../disk/folders.js';
import { type Reported, reportFiles } from '../rehearse/report.js';
import { errnoOf } from './files.js';

/** Writes the report, where one is asked for. Files of an older report that this one does not have stay. */
export function reportWritten(
  folder: string | undefined,
  reported: Reported,
): { readonly file: string | null; readonly diagnostics: readonly Diagnostic[] } {
  if (folder === undefined) return { file: null, diagnostics: [] };
  try {
    for (const { path, text } of reportFiles(reported)) {
      const file = join(folder, path);
      makeFolders(dirname(file));
      writeFileSync(file, text);
    }
    return { file: join(folder, 'report.md'), diagnostics: [] };
  } catch (error) {
    const detail = `The report cannot be written to ${folder}: ${errnoOf(error)}.`;
    return {
      file: null,
      diagnostics: [diagnostic('WD0901', { detail, help: 'choose another place with --report DIR' })],
    };
  }
}
