import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { createFile } from '../disk/whole-file.js';
import { errnoOf, unwritable } from './files.js';

/** Creates a file; an existing one, whatever it is, stays as it is. `option` names the place. */
export function writeNew(path: string, text: string, option: '--spec' | '--out'): Diagnostic | undefined {
  try {
    createFile(path, text);
    return undefined;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') {
      return diagnostic('WD0603', {
        detail: `${path} exists.`,
        help: `choose another name with ${option} FILE, or edit the file`,
      });
    }
    return unwritable(path, error, '', `choose another place with ${option} FILE`);
  }
}
