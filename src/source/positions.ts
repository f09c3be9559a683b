import type { AST } from 'toml-eslint-parser';
import type { Span } from '../core/diagnostic.js';
import type { KeyPath } from '../core/path.js';
import { pathKey } from '../core/path.js';
import { addEntry, type Entries, type Entry, type Stretch } from './position-entries.js';
import { codePoints, fileStart } from './spans.js';

/**
 * Where every key and value of a document stands. Built on the first question: a spec without findings asks none.
 * The key of an element of `[[x]]` is the `x` of its own header; elements of `[1, 2]` have a value and no key.
 */
export class PositionIndex {
  readonly #file: string;
  readonly #text: string;
  /** Held until the index is built. */
  #make: (() => Entries) | undefined;
  #entries: Entries = new Map();

  /** `make` is called when the first question comes, at most once. */
  constructor(file: string, text: string, make: () => Entries) {
    this.#file = file;
    this.#text = text;
    this.#make = make;
  }

  /** The span of the key itself, at its first place. */
  key(path: KeyPath): Span | undefined {
    return this.#span(this.#lookup(path)?.key);
  }

  /** The span of the value; for a table its header, for a table made only by dotted keys the part that names it. */
  value(path: KeyPath): Span | undefined {
    return this.#span(this.#lookup(path)?.value);
  }

  /** The span to point at for a key that is missing: the nearest table around it that exists, else 1:1. */
  nearest(path: KeyPath): Span {
    for (let length = path.length; length > 0; length--) {
      const found = this.value(path.slice(0, length));
      if (found !== undefined) return found;
    }
    return fileStart(this.#file);
  }

  /** Every path that stands in the document, in the order of first appearance. */
  paths(): KeyPath[] {
    return [...this.#index().values()].map((entry) => entry.path);
  }

  #lookup(path: KeyPath): Entry | undefined {
    return this.#index().get(pathKey(path));
  }

  #index(): Entries {
    if (this.#make !== undefined) this.#entries = this.#make();
    this.#make = undefined;
    return this.#entries;
  }

  #span(stretch: Stretch | undefined): Span | undefined {
    if (stretch === undefined) return undefined;
    const { offset, length, line, lineStart } = stretch;
    return { file: this.#file, offset, length, line, column: codePoints(this.#text, lineStart, offset) + 1 };
  }
}

/** Where everything stands in a document of the strict parser's. */
export function treeEntries(text: string, ast: AST.TOMLProgram): Entries {
  const entries: Entries = new Map();
  for (const node of ast.body[0].body) {
    if (node.type === 'TOMLKeyValue') addKeyValue(entries, [], node);
    else addTable(entries, text, node);
  }
  return entries;
}

function addTable(entries: Entries, text: string, table: AST.TOMLTable): void {
  const header = headerOf(text, table);
  let part = -1;
  for (const [index, name] of table.resolvedKey.entries()) {
    if (typeof name === 'string') part++;
    const path = table.resolvedKey.slice(0, index + 1);
    const own = index >= table.resolvedKey.length - (table.kind === 'array' ? 2 : 1);
    const key = table.key.keys[part];
    if (key !== undefined) addEntry(entries, path, stretchOf(key), header, !own);
  }
  for (const node of table.body) addKeyValue(entries, table.resolvedKey, node);
}

/** The `[name]` alone; the parser's node reaches down to the table's last value. */
function headerOf(text: string, table: AST.TOMLTable): Stretch {
  const close = text.indexOf(']', table.key.range[1]);
  const end = close + (table.kind === 'array' ? 2 : 1);
  return { ...stretchOf(table), length: end - table.range[0] };
}

function addKeyValue(entries: Entries, parent: KeyPath, node: AST.TOMLKeyValue): void {
  const path = [...parent];
  const last = node.key.keys.length - 1;
  for (const [index, key] of node.key.keys.entries()) {
    path.push(key.type === 'TOMLBare' ? key.name : key.value);
    const stretch = stretchOf(key);
    addEntry(entries, [...path], stretch, index === last ? stretchOf(node.value) : stretch, index !== last);
  }
  addContent(entries, path, node.value);
}

function addContent(entries: Entries, path: KeyPath, node: AST.TOMLContentNode): void {
  if (node.type === 'TOMLInlineTable') for (const child of node.body) addKeyValue(entries, path, child);
  if (node.type !== 'TOMLArray') return;
  for (const [index, element] of node.elements.entries()) {
    addEntry(entries, [...path, index], undefined, stretchOf(element), false);
    addContent(entries, [...path, index], element);
  }
}

function stretchOf(node: AST.HasLocs): Stretch {
  const [start, end] = node.range;
  const { line, column } = node.loc.start;
  return { offset: start, length: end - start, line, lineStart: start - column };
}
