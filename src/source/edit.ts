import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { formatPath, type KeyPath } from '../core/path.js';
import { failed, ok, type Report } from '../core/report.js';
import { type EditValue, insertion, type NewTable, tomlKey, tomlText } from './edit-insert.js';
import { type Comments, removal } from './edit-remove.js';
import { type EditTree, editTree, isSamePath, type Pair, type Splice } from './edit-tree.js';
import { editedValue, sameValue } from './edit-value.js';
import { parseStrict } from './strict.js';
import { readToml, type TomlDocument } from './toml.js';

/** One change to a document. Paths are those of the document as it is. */
export type Edit =
  | { readonly kind: 'replace'; readonly path: KeyPath; readonly value: EditValue }
  | { readonly kind: 'rename'; readonly path: KeyPath; readonly to: string }
  | { readonly kind: 'remove'; readonly path: KeyPath; readonly comments: Comments }
  | { readonly kind: 'append'; readonly path: KeyPath; readonly items: readonly string[] }
  | { readonly kind: 'insert'; readonly path: KeyPath; readonly table: NewTable };

/** Replaces the value of a key; its quotes stay of the kind they are. */
export function replaceValue(path: KeyPath, value: EditValue): Edit {
  return { kind: 'replace', path, value };
}

/** Gives a key another name; its value stays as it is written. */
export function renameKey(path: KeyPath, to: string): Edit {
  return { kind: 'rename', path, to };
}

/** Removes a key, or a table with all that is in it. */
export function removeKey(path: KeyPath, comments: Comments = 'keep'): Edit {
  return { kind: 'remove', path, comments };
}

/** Adds texts to the end of a list; what is in the list, its comments included, stays as it is. */
export function appendItems(path: KeyPath, items: readonly string[]): Edit {
  return { kind: 'append', path, items };
}

/** Adds a table below one that exists. */
export function insertTable(path: KeyPath, table: NewTable): Edit {
  return { kind: 'insert', path, table };
}

/**
 * Edits a document in place: only the stretches that the edits are about change, every other byte stays. The new text
 * is read again and compared with the old value plus exactly these edits; whatever else would differ refuses them all.
 */
export function applyEdits(document: TomlDocument, edits: readonly Edit[]): Report<TomlDocument> {
  const { file, text, value } = document;
  const strict = parseStrict(text);
  if (strict.kind !== 'tree') return failed([refusal(document, edits)]);
  const tree = editTree(strict.ast);
  const splices = edits.map((edit) => splicesOf(text, tree, edit));
  if (splices.some((one) => one === undefined)) return failed([refusal(document, edits)]);
  const edited = splice(
    text,
    splices.flatMap((one) => one ?? []),
  );
  if (edited === undefined) return failed([refusal(document, edits)]);
  const again = readToml(file, new TextEncoder().encode(edited)).report.value;
  const wanted = edits.reduce<unknown>(editedValue, value);
  if (again === undefined || !sameValue(again.value, wanted)) return failed([refusal(document, edits)]);
  return ok(again);
}

function splicesOf(text: string, tree: EditTree, edit: Edit): readonly Splice[] | undefined {
  switch (edit.kind) {
    case 'replace':
      return withPair(tree, edit.path, ({ node: { value } }) => ({
        start: value.range[0],
        end: value.range[1],
        text: sameQuotes(text.slice(...value.range), tomlText(edit.value), edit.value),
      }));
    case 'rename':
      return withPair(tree, edit.path, ({ node }) => renaming(text, node.key.keys.at(-1), edit.to));
    case 'append':
      return withPair(tree, edit.path, (pair) => appending(pair, edit.items));
    case 'remove': {
      const found = removal(text, tree, edit.path, edit.comments);
      return found.length === 0 ? undefined : found;
    }
    case 'insert': {
      const found = insertion(text, tree, edit.path, edit.table);
      return found === undefined ? undefined : [found];
    }
  }
}

function appending({ node: { value } }: Pair, items: readonly string[]): Splice | undefined {
  if (value.type !== 'TOMLArray') return undefined;
  const last = value.elements.at(-1);
  const written = items.map(tomlText).join(', ');
  const at = last === undefined ? value.range[0] + 1 : last.range[1];
  return { start: at, end: at, text: last === undefined ? written : `, ${written}` };
}

function withPair(
  tree: EditTree,
  path: KeyPath,
  make: (pair: Pair) => Splice | undefined,
): readonly Splice[] | undefined {
  const pair = tree.pairs.find((one) => isSamePath(one.path, path));
  const found = pair === undefined ? undefined : make(pair);
  return found === undefined ? undefined : [found];
}

function renaming(
  text: string,
  key: { readonly range: [number, number] } | undefined,
  to: string,
): Splice | undefined {
  if (key === undefined) return undefined;
  const written = text.slice(...key.range);
  const quote = /^["']/.exec(written)?.[0] ?? '';
  const plain = /^[A-Za-z0-9_-]+$/.test(to);
  return { start: key.range[0], end: key.range[1], text: plain ? quote + to + quote : tomlKey(to) };
}

/** A text in single quotes stays in single quotes, where its new content needs no escapes. */
function sameQuotes(written: string, wanted: string, value: EditValue): string {
  const literal = /^'(?!'')/.test(written) && typeof value === 'string' && /^[^'\p{Cc}]*$/u.test(value);
  return literal && wanted === `"${value}"` ? `'${value}'` : wanted;
}

/** The text with every splice applied; undefined when two of them overlap. */
function splice(text: string, splices: readonly Splice[]): string | undefined {
  let edited = '';
  let at = 0;
  for (const { start, end, text: put } of splices.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < at) return undefined;
    edited += text.slice(at, start) + put;
    at = end;
  }
  edited += text.slice(at);
  // Where the last lines went from a text without a last line end, the line before them has none either.
  return text.endsWith('\n') ? edited : edited.replace(/\r?\n$/, '');
}

/** The finding for an edit that is not safe, with what to type instead. */
function refusal({ positions }: TomlDocument, edits: readonly Edit[]): Diagnostic {
  const [first] = edits;
  const path = first?.path ?? [];
  const names = edits.map((edit) => `\`${formatPath(edit.path)}\``);
  return diagnostic('WD0302', {
    path,
    span: positions.nearest(path),
    detail: `The way this file is written, the edit would change more than ${names.join(', ')}. The file is left untouched.`,
    help: `type it yourself: ${edits.map(byHand).join('; ')}`,
  });
}

function byHand(edit: Edit): string {
  const path = formatPath(edit.path);
  switch (edit.kind) {
    case 'replace':
      return `write ${path} = ${tomlText(edit.value)}`;
    case 'rename':
      return `rename ${path} to ${tomlKey(edit.to)}`;
    case 'append':
      return `add ${edit.items.map(tomlText).join(', ')} to ${path}`;
    case 'remove':
      return `remove ${path}`;
    case 'insert':
      return `add [${path}] with ${Object.entries(edit.table)
        .map(([key, value]) => `${tomlKey(key)} = ${tomlText(value)}`)
        .join(' and ')}`;
  }
}
