import { writeFileSync } from 'node:fs';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { errnoOf } from './files.js';

/** Creates a file; an existing one, whatever it is, stays as it is. `option` names the place. */
export function writeNew(path: string, text: string, option: '--spec' | '--out'): Diagnostic | undefined {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return undefined;
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'EEXIST') {
      return diagnostic('WD0603', {
        detail: `${path} exists.`,
        help: `choose another name with ${option} FILE, or edit the file`,
      });
    }
    return diagnostic('WD0901', {
      detail: `${path} cannot be written: ${code === 'ENOENT' ? 'its folder does not exist' : code}.`,
      help: `choose another place with ${option} FILE`,
    });
  }
}
