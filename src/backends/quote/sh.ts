import { commentLines } from './comment.js';
import { type Quoted, quoted, Unquotable } from './quoted.js';
import { refuse, refuseUnwritable } from './refuse.js';

/** POSIX XCU 2.4 reserved words, and those that bash and busybox ash add. */
const RESERVED = new Set(
  'case coproc do done elif else esac fi for function if in select then time until while'.split(' '),
);

/**
 * One word, in any place of a command: bare when nothing in it means anything to a shell, else in single quotes, where
 * only `'` needs care. A raw CR is refused: generated files have none, and POSIX sh has no escape for it.
 * Source: POSIX.1-2017 XCU 2.2.2 (single quotes), 2.6.1 (tilde), 2.9.1 (`name=value` before a command).
 */
export function shWord(text: string): Quoted {
  const bare = /^[A-Za-z0-9_./:@%+,][A-Za-z0-9_./:@%+,-]*$/.test(text) && !RESERVED.has(text);
  return quoted('sh', bare ? text : singleQuoted(text));
}

/** `NAME='value'`. Source of the name's form: POSIX.1-2017 XBD 3.235. */
export function shAssignment(name: string, value: string): Quoted {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new Unquotable('sh', `"${name}" is no variable name`);
  return quoted('sh', `${name}=${singleQuoted(value)}`);
}

/** `# ...` lines. Source: POSIX.1-2017 XCU 2.3 rule 9 (a comment runs to the line end, no continuation). */
export function shComment(text: string, indent = ''): Quoted {
  return quoted('sh', commentLines('# ', text, 78, indent));
}

function singleQuoted(text: string): string {
  refuseUnwritable('sh', text);
  refuse('sh', text, /\r/);
  return `'${text.replaceAll("'", "'\\''")}'`;
}
