import type { Token } from './scan.js';
import { tokensBefore } from './scan.js';
import type { Refusal } from './strict.js';

/** What surrounds the place where the parser stopped. */
export interface SyntaxContext {
  readonly text: string;
  /** Where the parser stopped. */
  readonly offset: number;
  /** The parser's own words, which name the kind of mistake. */
  readonly message: string;
  /** The last token before the place, line ends left out. */
  readonly last: Token | undefined;
  /** Brackets and braces that are open at the place, outermost first. */
  readonly open: readonly Token[];
  /** Whether the innermost open bracket belongs to a table header. */
  readonly inHeader: boolean;
  /** Whether the word stands on another line than the last token, or is nothing but the end of the file. */
  readonly lineEnded: boolean;
  /** Whether the parser met the end of the file. */
  readonly atEnd: boolean;
  /** The run of characters around the place up to blanks, commas, brackets, quotes or comments. */
  readonly word: string;
  readonly wordStart: number;
  /** Whether a value is what belongs here. */
  readonly wantsValue: boolean;
}

/** One explanation of a syntax error: the place, what is wrong, what to type. */
export interface Explanation {
  readonly offset: number;
  readonly length: number;
  readonly detail: string;
  readonly help: string;
}

const WORD = /^[^\s,[\]{}#="']*/;
const WORD_END = /[^\s,[\]{}#="']*$/;

/** Whether the place lies inside a word. What must follow on a new line starts a token, unless letters touch it. */
function isSplit(text: string, { offset, message }: Refusal): boolean {
  return message !== 'Must be a newline' || WORD.exec(text.charAt(offset))?.[0] !== '';
}

/** Collects what the rules look at. */
export function contextOf(text: string, refusal: Refusal): SyntaxContext {
  const offset = Math.min(refusal.offset, text.length);
  const wordStart =
    offset - (isSplit(text, refusal) ? (WORD_END.exec(lineBefore(text, offset))?.[0].length ?? 0) : 0);
  const word = WORD.exec(text.slice(wordStart, lineEnd(text, offset)))?.[0] ?? '';
  const tokens = tokensBefore(text, wordStart);
  const last = tokens.findLast((token) => token.kind !== 'newline');
  const { open, inHeader } = openBrackets(text, tokens);
  return {
    text,
    offset,
    message: refusal.message,
    last,
    open,
    inHeader,
    lineEnded: wordStart >= text.length || text.slice(last?.end ?? 0, wordStart).includes('\n'),
    atEnd: offset >= text.length,
    word,
    wordStart,
    wantsValue: wantsValue(text, last, open, inHeader),
  };
}

/** The characters of a token. */
export function textOf(context: SyntaxContext, token: Token | undefined): string {
  return token === undefined ? '' : context.text.slice(token.start, token.end);
}

/** Where the line that holds `offset` ends. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end === -1) return text.length;
  return text.charAt(end - 1) === '\r' && end > offset ? end - 1 : end;
}

function lineBefore(text: string, offset: number): string {
  return text.slice(offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1, offset);
}

function openBrackets(text: string, tokens: readonly Token[]): { open: Token[]; inHeader: boolean } {
  const open: Token[] = [];
  let inHeader = false;
  let previous: Token | undefined;
  for (const token of tokens) {
    const mark = token.kind === 'punct' ? text.charAt(token.start) : '';
    if (open.length === 0) inHeader = mark === '[' && (previous === undefined || previous.kind === 'newline');
    if (mark === '[' || mark === '{') open.push(token);
    if (mark === ']' || mark === '}') open.pop();
    previous = token;
  }
  return { open, inHeader: inHeader && open.length > 0 };
}

function wantsValue(
  text: string,
  last: Token | undefined,
  open: readonly Token[],
  inHeader: boolean,
): boolean {
  const mark = last?.kind === 'punct' ? text.charAt(last.start) : '';
  if (mark === '=') return true;
  const around = open.at(-1);
  return (
    !inHeader && around !== undefined && text.charAt(around.start) === '[' && (mark === '[' || mark === ',')
  );
}
