import type { AST } from 'toml-eslint-parser';
import type { KeyPath } from '../core/path.js';

/** A `key = value` of a document, wherever it stands, with its whole path from the root. */
export interface Pair {
  readonly path: KeyPath;
  readonly node: AST.TOMLKeyValue;
  /** How many keys of the path come from around the pair; the rest are its own, dotted keys. */
  readonly depth: number;
  /** The pairs beside it, itself included, when it stands in an inline table. */
  readonly inline: readonly AST.TOMLKeyValue[] | undefined;
}

/** A `[header]` with its path. */
export interface Header {
  readonly path: KeyPath;
  readonly node: AST.TOMLTable;
}

/** The pairs and headers of a document, in the order of the text. */
export interface EditTree {
  readonly pairs: readonly Pair[];
  readonly headers: readonly Header[];
}

/** Lists what an edit can take hold of. Elements of arrays are left out: no edit reaches into a list. */
export function editTree(ast: AST.TOMLProgram): EditTree {
  const pairs: Pair[] = [];
  const headers: Header[] = [];
  for (const node of ast.body[0].body) {
    if (node.type === 'TOMLKeyValue') addPair(pairs, [], node, undefined);
    else {
      headers.push({ path: node.resolvedKey, node });
      for (const pair of node.body) addPair(pairs, node.resolvedKey, pair, undefined);
    }
  }
  return { pairs, headers };
}

function addPair(pairs: Pair[], around: KeyPath, node: AST.TOMLKeyValue, inline: Pair['inline']): void {
  const path = [...around, ...node.key.keys.map(nameOf)];
  pairs.push({ path, node, depth: around.length, inline });
  if (node.value.type !== 'TOMLInlineTable') return;
  for (const child of node.value.body) addPair(pairs, path, child, node.value.body);
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value;
}

/** Whether a path is another one or lies below it. */
export function isWithin(path: KeyPath, outer: KeyPath): boolean {
  return path.length >= outer.length && outer.every((key, index) => path[index] === key);
}

/** Whether two paths are the same. */
export function isSamePath(a: KeyPath, b: KeyPath): boolean {
  return a.length === b.length && isWithin(a, b);
}

/** A stretch of a text and what takes its place. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The line around an offset: where it starts, and where its line end starts and ends. */
export function lineAround(
  text: string,
  offset: number,
): { readonly start: number; readonly end: number; readonly next: number } {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  if (newline === -1) return { start, end: text.length, next: text.length };
  return { start, end: text[newline - 1] === '\r' ? newline - 1 : newline, next: newline + 1 };
}

/** The line end of a text: that of its first line. */
export function lineEndOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}
