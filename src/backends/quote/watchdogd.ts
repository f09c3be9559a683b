import { commentLines } from './comment.js';
import { type Quoted, quoted } from './quoted.js';
import { refuseUnwritable } from './refuse.js';

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A string of watchdogd.conf. `$` is escaped too: `${NAME}` takes a variable of the environment.
 * Source: libconfuse 3.3 src/lexer.l, start condition dq_str (watchdogd reads its file with libconfuse).
 */
export function watchdogdString(text: string): Quoted {
  refuseUnwritable('watchdogd', text);
  return quoted('watchdogd', `"${text.replace(/["\\$\n\r\t]/g, (c) => ESCAPES[c] ?? `\\${c}`)}"`);
}

/** `# ...` lines. Source: libconfuse 3.3 src/lexer.l (`#` to the line end). */
export function watchdogdComment(text: string, indent = ''): Quoted {
  return quoted('watchdogd', commentLines('# ', text, 78, indent));
}
