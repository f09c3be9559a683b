import { commentLines } from './comment.js';
import { type Quoted, quoted } from './quoted.js';
import { refuseUnwritable } from './refuse.js';

const SHORT: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

/**
 * A basic string. Control, line-separator and bidirectional characters are escaped, so that the file shows them.
 * Source: TOML v1.0.0, "String".
 */
export function tomlString(text: string): Quoted {
  return quoted('toml', basicString(text));
}

/** A key: bare when it is made of letters, digits, `_` and `-`, else a basic string. Source: TOML v1.0.0, "Keys". */
export function tomlKey(name: string): Quoted {
  return quoted('toml', /^[A-Za-z0-9_-]+$/.test(name) ? name : basicString(name));
}

/** `# ...` lines. Source: TOML v1.0.0, "Comment" (no control characters but tab). */
export function tomlComment(text: string, indent = ''): Quoted {
  return quoted('toml', commentLines('# ', text, 78, indent));
}

function basicString(text: string): string {
  refuseUnwritable('toml', text);
  const escaped = text.replace(
    /["\\\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu,
    (c) => SHORT[c] ?? `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}
