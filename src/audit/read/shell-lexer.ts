/** A token of a shell script. `inner` is the script in `$( )` or backquotes. */
export interface Token {
  readonly kind: 'word' | 'operator' | 'redirect' | 'inner';
  readonly text: string;
  readonly line: number;
  readonly quoted: boolean;
}

/** Where the lexer stands. */
interface Cursor {
  readonly text: string;
  at: number;
  line: number;
  readonly tokens: Token[];
  readonly documents: string[];
}

/** The tokens of a script. Sources: POSIX.1-2017 XCU 2.3; U-Boot's hush has the same words and separators. */
export function lexShell(text: string): readonly Token[] {
  const cursor: Cursor = { text, at: 0, line: 1, tokens: [], documents: [] };
  while (cursor.at < text.length) step(cursor);
  return cursor.tokens;
}

function step(cursor: Cursor): void {
  const { text, at } = cursor;
  const c = text[at] ?? '';
  if (c === '\n') {
    push(cursor, 'operator', '\n');
    cursor.at++;
    cursor.line++;
    skipDocuments(cursor);
  } else if (c === ' ' || c === '\t' || c === '\r') cursor.at++;
  else if (c === '\\' && text[at + 1] === '\n') {
    cursor.at += 2;
    cursor.line++;
  } else if (c === '#') cursor.at = endOfLine(text, at);
  else if (!operator(cursor)) word(cursor);
  // Whatever a file holds, the lexer comes to its end.
  if (cursor.at === at) cursor.at++;
}

function push(cursor: Cursor, kind: Token['kind'], text: string, line = cursor.line, quoted = false): void {
  cursor.tokens.push({ kind, text, line, quoted });
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** Takes an operator or a redirection with its file. */
function operator(cursor: Cursor): boolean {
  const rest = cursor.text.slice(cursor.at, cursor.at + 8);
  const redirect = /^\d?(?:<<-?|>>|>&|<&|>\||<>|[<>])/.exec(rest)?.[0];
  if (redirect !== undefined) {
    cursor.at += redirect.length;
    while (/[ \t]/.test(cursor.text[cursor.at] ?? '')) cursor.at++;
    const { line } = cursor;
    const target = readWord(cursor).text;
    if (redirect.includes('<<')) cursor.documents.push(target);
    else push(cursor, 'redirect', target, line);
    return true;
  }
  const found = /^(?:\(\s*\)|&&|\|\||;;|[;&|()])/.exec(rest)?.[0];
  if (found === undefined) return false;
  push(cursor, 'operator', found.startsWith('(') && found.endsWith(')') ? '()' : found);
  cursor.at += found.length;
  return true;
}

function word(cursor: Cursor): void {
  const { line } = cursor;
  const { text, quoted } = readWord(cursor);
  push(cursor, 'word', text, line, quoted);
}

/** Reads a word with its quotes taken away, up to a blank or an operator. */
function readWord(cursor: Cursor): { readonly text: string; readonly quoted: boolean } {
  const { text } = cursor;
  let read = '';
  let quoted = false;
  while (cursor.at < text.length) {
    const c = text[cursor.at] ?? '';
    // Only these are blanks to a shell: a form feed or a no-break space is part of the word.
    if (/[ \t\r\n;&|()<>]/.test(c)) break;
    if (c === "'" || c === '"') {
      quoted = true;
      read += readQuoted(cursor, c);
    } else if (c === '\\') {
      if (text[cursor.at + 1] === '\n') cursor.line++;
      else read += text[cursor.at + 1] ?? '';
      cursor.at += 2;
    } else if (c === '`' || text.startsWith('$(', cursor.at)) read += readInner(cursor);
    else {
      read += c;
      cursor.at++;
    }
  }
  // A stray character that nothing takes must not stop the lexer.
  if (read === '' && !quoted && cursor.at < text.length && /[()<>;&|]/.test(text[cursor.at] ?? ''))
    cursor.at++;
  return { text: read, quoted };
}

function readQuoted(cursor: Cursor, quote: string): string {
  const { text } = cursor;
  let read = '';
  cursor.at++;
  while (cursor.at < text.length && text[cursor.at] !== quote) {
    const c = text[cursor.at] ?? '';
    if (quote === '"' && (c === '`' || text.startsWith('$(', cursor.at))) {
      read += readInner(cursor);
      continue;
    }
    if (c === '\n') cursor.line++;
    if (quote === '"' && c === '\\') {
      const next = text[cursor.at + 1] ?? '';
      if (next === '\n') cursor.line++;
      read += /["\\$`]/.test(next) ? next : next === '\n' ? '' : c + next;
      cursor.at += 2;
      continue;
    }
    read += c;
    cursor.at++;
  }
  cursor.at++;
  return read;
}

/** Reads `$( .. )` or backquotes: the script in it becomes a token of its own, the word keeps it as it is. */
function readInner(cursor: Cursor): string {
  const { text, at, line } = cursor;
  const arithmetic = text.startsWith('$((', at);
  const end = text[at] === '`' ? text.indexOf('`', at + 1) : closing(text, at + 1);
  const stop = end === -1 ? text.length : end;
  const inner = text.slice(at + (text[at] === '`' ? 1 : 2), stop);
  if (!arithmetic) push(cursor, 'inner', inner, line);
  cursor.line += inner.split('\n').length - 1;
  cursor.at = stop + 1;
  return `$(${inner})`;
}

/** The parenthesis that closes the one at `from`; quotes in between are passed over. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const c = text[at];
    if (c === '\\') at++;
    else if (c === "'" || c === '"') {
      const end = text.indexOf(c, at + 1);
      if (end !== -1) at = end;
    } else if (c === '(') depth++;
    else if (c === ')') {
      depth--;
      if (depth === 0) return at;
    }
  }
  return -1;
}

/** Passes over the here-documents that the line before has announced. */
function skipDocuments(cursor: Cursor): void {
  for (let mark = cursor.documents.shift(); mark !== undefined; mark = cursor.documents.shift()) {
    while (cursor.at < cursor.text.length) {
      const end = endOfLine(cursor.text, cursor.at);
      const line = cursor.text.slice(cursor.at, end).trim();
      cursor.at = Math.min(end + 1, cursor.text.length);
      cursor.line++;
      if (line === mark) break;
    }
  }
}
