/**
 * Lines about which both parsers are known to say the same: comments, `[a.b]` headers of bare names, and `name = value`
 * with a bare name and a value on the same line: text without escapes, a flag, a whole number, or a list or an inline
 * table of those. Where the parsers differ (dates, dotted keys, escapes, arrays of tables, tables defined twice) never
 * matches, nor does a header of more than 16 names, whose depth findExcess has to judge. Source of the differences: the 499 invalid documents of toml-test, facts of style.md, section 3.
 */
const NAME = '[A-Za-z0-9_-]+';
const VALUE = '(?:"[^"\\\\\\u0000-\\u001f\\u007f]*"|true|false|0|[1-9][0-9]{0,14})';
const LIST = `\\[ *(?:${VALUE}(?: *, *${VALUE})*)? *\\]`;
const PAIR = `${NAME} *= *(?:${VALUE}|${LIST})`;
const INLINE = `\\{ *${PAIR}(?: *, *${PAIR})* *\\}`;
const COMMENT = '(?:#[^\\u0000-\\u0008\\u000a-\\u001f\\u007f]*)?';
const LINE = new RegExp(
  `^(?:\\[(${NAME}(?:\\.${NAME}){0,15})\\]|(${NAME}) *= *(?:${VALUE}|${LIST}|(${INLINE})))?[ \\t]*${COMMENT}$`,
);
const PAIR_NAME = new RegExp(`[{,] *(${NAME}) *=`, 'g');

/** Whether every line of a text is plain and nothing in it is defined twice. Such a text is TOML 1.0, to both parsers. */
export function isPlain(text: string): boolean {
  const defined = new Defined();
  let header = '';
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const match = LINE.exec(line);
    if (match === null) return false;
    const [, table, name, inline] = match;
    if (table !== undefined) {
      if (!defined.table(table)) return false;
      header = `${table}.`;
    } else if (name !== undefined && !defined.key(header + name)) return false;
    if (inline !== undefined && hasRepeats(inline)) return false;
  }
  return true;
}

/** A text in quotes may look like a pair; that only makes a plain table look repetitive, which costs time, not truth. */
function hasRepeats(inline: string): boolean {
  const names = [...inline.matchAll(PAIR_NAME)].map(([, name]) => name);
  return new Set(names).size !== names.length;
}

/** What has been defined so far, by dotted path. */
class Defined {
  readonly #tables = new Set<string>();
  /** Tables that exist because a longer header names them. */
  readonly #implied = new Set<string>();
  readonly #keys = new Set<string>();

  /** False when the header was there before, or runs through a value. */
  table(path: string): boolean {
    if (this.#tables.has(path) || this.#keys.has(path)) return false;
    this.#tables.add(path);
    for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
      const outer = path.slice(0, dot);
      if (this.#keys.has(outer)) return false;
      this.#implied.add(outer);
    }
    return true;
  }

  /** False when the key was there before, as a value or as a table. */
  key(path: string): boolean {
    if (this.#keys.has(path) || this.#tables.has(path) || this.#implied.has(path)) return false;
    this.#keys.add(path);
    return true;
  }
}
