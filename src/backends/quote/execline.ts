import { commentLines } from './comment.js';
import { type Quoted, quoted } from './quoted.js';
import { refuse, refuseUnwritable } from './refuse.js';

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * One word: bare, or a `"..."` string with `\` escapes. `$` before anything is refused: a substituting command
 * (importas, define, ..) earlier in the script would look for `$key`, and the backslash that protects from it is taken
 * away only where that key is substituted, so no form is right everywhere.
 * Source: execline doc/execlineb.html (lexer), doc/el_substitute.html (quoting), src/libexecline/el_parse.c.
 */
export function execlineWord(text: string): Quoted {
  refuseUnwritable('execline', text);
  refuse('execline', text, /\$(?=.)/su, 'a later substitution could take it for a variable');
  if (/^[A-Za-z0-9_./:=@%+,-]+$/.test(text)) return quoted('execline', text);
  return quoted('execline', `"${text.replace(/["\\\n\r\t]/g, (c) => ESCAPES[c] ?? `\\${c}`)}"`);
}

/** `# ...` lines. Source: execline src/libexecline/el_parse.c, state 1 (to the line end, no continuation). */
export function execlineComment(text: string, indent = ''): Quoted {
  return quoted('execline', commentLines('# ', text, 78, indent));
}
