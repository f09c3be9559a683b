import { commentLines } from './comment.js';
import { type Quoted, quoted } from './quoted.js';
import { refuseUnwritable, requireWhole } from './refuse.js';

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const KEYWORDS = new Set('assert else if in inherit let or rec then with'.split(' '));

/**
 * A `"..."` string. Escapes `\`, `"`, `${`, LF, CR and tab.
 * Source: Nix manual, "Data Types", String; nix 2.8 src/libexpr/lexer.l (unescapeStr folds a raw CR LF into LF).
 */
export function nixString(text: string): Quoted {
  return quoted('nix', stringText(text));
}

/**
 * An attribute name: bare when it is an identifier and no keyword, else a string.
 * Source: nix 2.8 src/libexpr/lexer.l, ID and the keyword rules; parser.y, `attr`.
 */
export function nixAttr(name: string): Quoted {
  const bare = /^[A-Za-z_][A-Za-z0-9_'-]*$/.test(name) && !KEYWORDS.has(name);
  return quoted('nix', bare ? name : stringText(name));
}

/** A whole number; in parentheses when negative, because a list would read `[ 1 -2 ]` as a syntax error. */
export function nixInt(value: number): Quoted {
  requireWhole('nix', value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  return quoted('nix', value < 0 ? `(${value})` : String(value + 0));
}

/** A list of strings on one line: `[ "a" "b" ]`. */
export function nixStringList(texts: readonly string[]): Quoted {
  return quoted('nix', texts.length === 0 ? '[ ]' : `[ ${texts.map(stringText).join(' ')} ]`);
}

/** `# ...` lines; a comment runs to LF or CR (nix 2.8 lexer.l: `\#[^\r\n]*`). Later lines start with `indent`. */
export function nixComment(text: string, indent = ''): Quoted {
  return quoted('nix', commentLines('# ', text, 78, indent));
}

function stringText(text: string): string {
  refuseUnwritable('nix', text);
  return `"${text.replace(/["\\]|\$(?=\{)|[\n\r\t]/g, (c) => ESCAPES[c] ?? `\\${c}`)}"`;
}
