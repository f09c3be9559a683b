/** Nesting of brackets, and dots in one key, that a spec may have. */
export const MAX_DEPTH = 100;

/** The longest single string or word, in UTF-16 units. */
export const MAX_TOKEN = 65_536;

/** The number of tokens a file may have: some 4,000 targets. The parser takes up to 2 KB for each token. */
export const MAX_TOKENS = 250_000;

/** A limit that a text exceeds, and where. */
export interface Excess {
  readonly limit: 'depth' | 'token' | 'tokens';
  readonly offset: number;
}

/** A piece of text between blanks: a string with its quotes, a punctuation mark, a word or a line end. */
export interface Token {
  readonly kind: 'string' | 'punct' | 'word' | 'newline';
  readonly start: number;
  readonly end: number;
  /** False for a string without its closing quotes. */
  readonly closed: boolean;
}

const Char = {
  tab: 9,
  newline: 10,
  carriageReturn: 13,
  space: 32,
  quote: 34,
  hash: 35,
  apostrophe: 39,
  comma: 44,
  dot: 46,
  equals: 61,
  bracketOpen: 91,
  backslash: 92,
  bracketClose: 93,
  braceOpen: 123,
  braceClose: 125,
} as const;

/**
 * Looks for what would exhaust a parser's stack or memory, in one pass and without building anything.
 * Bad TOML passes: this is no parser, it only knows strings, comments and brackets.
 */
export function findExcess(text: string): Excess | undefined {
  let brackets = 0;
  let dots = 0;
  let tokens = 0;
  for (let at = 0; at < text.length; ) {
    const char = text.charCodeAt(at);
    const end = tokenEnd(text, at);
    if (char === Char.bracketOpen || char === Char.braceOpen) brackets++;
    else if (char === Char.bracketClose || char === Char.braceClose) brackets = Math.max(0, brackets - 1);
    if (char === Char.dot) dots++;
    else if (endsKey(char)) dots = 0;
    if (brackets > MAX_DEPTH || dots > MAX_DEPTH) return { limit: 'depth', offset: at };
    if (!isSkipped(char) && ++tokens > MAX_TOKENS) return { limit: 'tokens', offset: at };
    if (Math.abs(end) - at > MAX_TOKEN && end > 0 && !isSkipped(char)) return { limit: 'token', offset: at };
    at = Math.abs(end);
  }
  return undefined;
}

/** The tokens that start before `until`, without comments and blanks. For explaining errors; not on the fast path. */
export function tokensBefore(text: string, until: number): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < until; ) {
    const char = text.charCodeAt(at);
    const end = tokenEnd(text, at);
    const kind = kindOf(char);
    if (kind !== undefined) tokens.push({ kind, start: at, end: Math.abs(end), closed: end > 0 });
    at = Math.abs(end);
  }
  return tokens;
}

function kindOf(char: number): Token['kind'] | undefined {
  if (char === Char.newline) return 'newline';
  if (isSkipped(char)) return undefined;
  if (char === Char.quote || char === Char.apostrophe) return 'string';
  return isPunctuation(char) ? 'punct' : 'word';
}

/** Where the token that starts at `at` ends. Negative when it is a string that is never closed. */
function tokenEnd(text: string, at: number): number {
  const char = text.charCodeAt(at);
  if (char === Char.hash) return lineEnd(text, at);
  if (char === Char.quote || char === Char.apostrophe) return stringEnd(text, at, char);
  if (char === Char.newline || isPunctuation(char)) return at + 1;
  let end = at + 1;
  while (
    end < text.length &&
    isSkipped(char) === isSkipped(text.charCodeAt(end)) &&
    !cuts(text.charCodeAt(end))
  ) {
    end++;
  }
  return end;
}

function stringEnd(text: string, at: number, quote: number): number {
  const multiline = text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
  for (let end = at + (multiline ? 3 : 1); end < text.length; end++) {
    const char = text.charCodeAt(end);
    if (char === Char.backslash && quote === Char.quote) end++;
    else if (!multiline && char === Char.newline) return -end;
    else if (char === quote && !multiline) return end + 1;
    else if (char === quote && text.charCodeAt(end + 1) === quote && text.charCodeAt(end + 2) === quote) {
      return quotesEnd(text, end + 3, quote);
    }
  }
  return -text.length;
}

/** A closing `"""` may follow one or two quotes that belong to the text. */
function quotesEnd(text: string, end: number, quote: number): number {
  if (text.charCodeAt(end) !== quote) return end;
  return text.charCodeAt(end + 1) === quote ? end + 2 : end + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function isSkipped(char: number): boolean {
  return char === Char.space || char === Char.tab || char === Char.carriageReturn || char === Char.hash;
}

function isPunctuation(char: number): boolean {
  return (
    char === Char.dot ||
    char === Char.comma ||
    char === Char.equals ||
    char === Char.bracketOpen ||
    char === Char.bracketClose ||
    char === Char.braceOpen ||
    char === Char.braceClose
  );
}

function cuts(char: number): boolean {
  return (
    char === Char.newline ||
    char === Char.quote ||
    char === Char.apostrophe ||
    char === Char.hash ||
    isPunctuation(char)
  );
}

function endsKey(char: number): boolean {
  return isPunctuation(char) ? char !== Char.dot : char === Char.newline;
}
