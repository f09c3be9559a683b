import type { KeyPath } from '../core/path.js';
import { addEntry, type Entries, type Stretch } from './position-entries.js';

/*
 * The positions of a text that `isPlain` has let through: what the strict parser would say, without loading it. Each line
 * is a header of bare names, or a bare name and a value: text without escapes, a word, a list of those, or an inline table
 * of pairs of those.
 */

/** A line while its parts are being found. */
interface Line {
  readonly text: string;
  readonly offset: number;
  readonly number: number;
}

/** Where everything stands in a plain text. */
export function plainEntries(text: string): Entries {
  const entries: Entries = new Map();
  let table: KeyPath = [];
  let offset = 0;
  for (const [index, one] of text.split('\n').entries()) {
    const line = { text: one, offset, number: index + 1 };
    if (one.startsWith('[')) table = addHeader(entries, line);
    else if (/^[A-Za-z0-9_-]/.test(one)) addPair(entries, table, line, 0);
    offset += one.length + 1;
  }
  return entries;
}

function addHeader(entries: Entries, line: Line): KeyPath {
  const end = line.text.indexOf(']');
  const header = stretch(line, 0, end + 1);
  const path: string[] = [];
  let at = 1;
  for (const name of line.text.slice(1, end).split('.')) {
    path.push(name);
    const isLast = at + name.length === end;
    addEntry(entries, [...path], stretch(line, at, at + name.length), header, !isLast);
    at += name.length + 1;
  }
  return path;
}

/** Adds `name = value` that starts at a column, and what is in the value; returns the column behind it. */
function addPair(entries: Entries, parent: KeyPath, line: Line, from: number): number {
  const name = /^[A-Za-z0-9_-]+/.exec(line.text.slice(from))?.[0] ?? '';
  const path = [...parent, name];
  const start = behindBlanks(line.text, line.text.indexOf('=', from) + 1);
  const end = endOfValue(line.text, start);
  addEntry(entries, path, stretch(line, from, from + name.length), stretch(line, start, end), false);
  if (line.text[start] === '{') addPairs(entries, path, line, start, end);
  if (line.text[start] === '[') addElements(entries, path, line, start, end);
  return end;
}

function addPairs(entries: Entries, path: KeyPath, line: Line, start: number, end: number): void {
  let at = behindBlanks(line.text, start + 1);
  while (at < end - 1) at = behindComma(line.text, addPair(entries, path, line, at));
}

function addElements(entries: Entries, path: KeyPath, line: Line, start: number, end: number): void {
  let at = behindBlanks(line.text, start + 1);
  for (let index = 0; at < end - 1; index++) {
    const close = endOfValue(line.text, at);
    addEntry(entries, [...path, index], undefined, stretch(line, at, close), false);
    at = behindComma(line.text, close);
  }
}

/** The column behind a value that starts at a column. Texts in quotes may hold brackets. */
function endOfValue(text: string, start: number): number {
  const open = text[start] ?? '';
  if (open === '"') return text.indexOf('"', start + 1) + 1;
  if (open !== '[' && open !== '{') return start + (/^[a-z0-9]+/.exec(text.slice(start))?.[0].length ?? 0);
  const close = open === '[' ? ']' : '}';
  let at = start + 1;
  while (text[at] !== close) at = text[at] === '"' ? text.indexOf('"', at + 1) + 1 : at + 1;
  return at + 1;
}

function behindComma(text: string, at: number): number {
  const comma = behindBlanks(text, at);
  return text[comma] === ',' ? behindBlanks(text, comma + 1) : comma;
}

function behindBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at++;
  return at;
}

function stretch({ offset, number }: Line, from: number, to: number): Stretch {
  return { offset: offset + from, length: to - from, line: number, lineStart: offset };
}
