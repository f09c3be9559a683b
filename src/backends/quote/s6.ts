import { type Quoted, quoted, Unquotable } from './quoted.js';
import { refuse, refuseUnwritable, requireWhole } from './refuse.js';

/**
 * The name of a service, bundle or pipeline; a file or folder of that name, or a line of one. Blanks, controls and a
 * leading `#` or `-` are refused too: a name also stands in lists of lines and on command lines.
 * Source: s6-rc doc/s6-rc-compile.html, "Source format" (no `s6rc-` or `s6-rc-` prefix, no newline, dot names are
 * ignored), src/s6-rc/s6-rc-compile.c; 255 bytes is the longest file name.
 */
export function s6Name(name: string): Quoted {
  refuseUnwritable('s6', name);
  if (name === '') throw new Unquotable('s6', 'a name is not empty');
  refuse('s6', name, /[\p{Cc}\s/]/u, 'not allowed in a service name');
  refuse('s6', name, /^[.#-]/, 'not allowed as the first character of a service name');
  refuse('s6', name, /^s6-?rc-/, 'the start of names that s6-rc keeps for itself');
  if (Buffer.byteLength(name) > 255) throw new Unquotable('s6', 'a name is at most 255 bytes long');
  return quoted('s6', name);
}

/**
 * A timeout file's content: whole milliseconds, below 2^32. 0 means "no limit".
 * Source: s6-rc doc/s6-rc-compile.html (timeout-up, timeout-down), s6 doc/servicedir.html (timeout-kill, ..).
 */
export function s6Milliseconds(ms: number): Quoted {
  requireWhole('s6', ms, 0, 0xff_ff_ff_ff);
  return quoted('s6', String(ms));
}
