import type { KeyPath } from '../core/path.js';
import { type EditTree, isSamePath, isWithin, lineAround, lineEndOf, type Splice } from './edit-tree.js';

/** Values an edit can write. */
export type EditValue = string | number | boolean | readonly string[];

/** A value the way TOML writes it, on one line. */
export function tomlText(value: EditValue): string {
  if (typeof value === 'string') return basicString(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return `[${value.map(basicString).join(', ')}]`;
}

function basicString(text: string): string {
  const escaped = JSON.stringify(text).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return escaped;
}

/** A key the way TOML writes it: bare where it can be. */
export function tomlKey(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : basicString(name);
}

/** What a new table holds. */
export type NewTable = Readonly<Record<string, EditValue>>;

/**
 * Adds a table below one that exists, written the way its neighbours are: as a `[header]` of its own, inside the
 * inline table, or with dotted keys. Undefined when the outer table cannot be found.
 */
export function insertion(text: string, tree: EditTree, path: KeyPath, table: NewTable): Splice | undefined {
  const outer = path.slice(0, -1);
  const name = String(path.at(-1));
  return (
    intoInline(tree, outer, name, table) ??
    asDotted(text, tree, outer, name, table) ??
    asHeader(text, tree, outer, name, table)
  );
}

function intoInline(tree: EditTree, outer: KeyPath, name: string, table: NewTable): Splice | undefined {
  const pair = tree.pairs.find(
    ({ path, node }) => isSamePath(path, outer) && node.value.type === 'TOMLInlineTable',
  );
  if (pair?.node.value.type !== 'TOMLInlineTable') return undefined;
  const written = Object.entries(table).map(([key, value]) => `${tomlKey(key)} = ${tomlText(value)}`);
  const last = pair.node.value.body.at(-1);
  const at = last === undefined ? pair.node.value.range[0] + 1 : last.range[1];
  return {
    start: at,
    end: at,
    text: `${last === undefined ? ' ' : ', '}${tomlKey(name)} = { ${written.join(', ')} }`,
  };
}

/** `watchdog.runtime.active = ..` makes `watchdog.deferral.reason = ..` below it. */
function asDotted(
  text: string,
  tree: EditTree,
  outer: KeyPath,
  name: string,
  table: NewTable,
): Splice | undefined {
  const last = tree.pairs.findLast(
    ({ path, depth }) => path.length > outer.length && depth < outer.length && isWithin(path, outer),
  );
  if (last === undefined) return undefined;
  const { node, depth, inline } = last;
  const keys = node.key.keys.slice(0, outer.length - depth);
  const prefix = text.slice(node.key.range[0], keys.at(-1)?.range[1]);
  const written = Object.entries(table).map(
    ([key, value]) => `${prefix}.${tomlKey(name)}.${tomlKey(key)} = ${tomlText(value)}`,
  );
  if (inline !== undefined)
    return { start: node.range[1], end: node.range[1], text: `, ${written.join(', ')}` };
  const indent = text.slice(lineAround(text, node.range[0]).start, node.range[0]);
  return afterLine(
    text,
    node.range[1],
    written.map((line) => indent + line),
  );
}

function asHeader(
  text: string,
  tree: EditTree,
  outer: KeyPath,
  name: string,
  table: NewTable,
): Splice | undefined {
  const last = tree.headers.findLast(({ path }) => isWithin(path, outer));
  if (last === undefined) return undefined;
  const { node } = last;
  const keys = node.key.keys.slice(0, outer.length);
  const own = text.slice(node.key.range[0], keys.at(-1)?.range[1]);
  const indent = indentAt(text, node.range[0]);
  const first = node.body[0];
  const inner = first === undefined ? indent : indentAt(text, first.range[0]);
  const written = Object.entries(table).map(([key, value]) => `${inner}${tomlKey(key)} = ${tomlText(value)}`);
  const end = behindComments(text, node.body.at(-1)?.range[1] ?? node.range[1]);
  return afterLine(text, end, ['', `${indent}[${own}.${tomlKey(name)}]`, ...written]);
}

function indentAt(text: string, offset: number): string {
  return text.slice(lineAround(text, offset).start, offset);
}

function afterLine(text: string, offset: number, lines: readonly string[]): Splice {
  const { end } = lineAround(text, offset);
  const lineEnd = lineEndOf(text);
  return { start: end, end, text: lines.map((line) => lineEnd + line).join('') };
}

/** Comments right below a section's last key belong to it, unless the next header follows them directly. */
function behindComments(text: string, offset: number): number {
  let end = lineAround(text, offset).end;
  for (let line = lineAround(text, offset); line.next < text.length; ) {
    line = lineAround(text, line.next);
    const content = text.slice(line.start, line.end).trim();
    if (content === '') return end;
    if (!content.startsWith('#')) return lineAround(text, offset).end;
    if (line.next === line.end) return line.end;
    end = line.end;
  }
  return end;
}
