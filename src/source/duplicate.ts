import type { KeyPath } from '../core/path.js';
import { PositionIndex, treeEntries } from './positions.js';
import { tokensBefore } from './scan.js';
import { parseStrict } from './strict.js';

const TRIES = 20;

/** The key that is defined again, and the stretch of its first definition when that can be found. */
export interface Duplicate {
  readonly key: string;
  readonly length: number;
  readonly first: { readonly offset: number; readonly length: number } | undefined;
}

/**
 * Finds what the second key at `offset` repeats. The parser gives no tree for a text with a duplicate, so the second
 * key is renamed to a fresh one; the tree of that text tells its path, and with it where the first one stands.
 */
export function firstDefinition(text: string, offset: number): Duplicate {
  const token = tokensBefore(text, offset + 1).at(-1);
  const length = token === undefined ? 0 : token.end - token.start;
  const key = text.slice(offset, offset + length);
  return { key, length, first: findFirst(text, offset, length) };
}

function findFirst(text: string, offset: number, length: number): Duplicate['first'] {
  const fresh = freshName(text);
  let renamed = text;
  let at = { offset, length };
  for (let i = 0; i < TRIES; i++) {
    renamed = renamed.slice(0, at.offset) + fresh + i + renamed.slice(at.offset + at.length);
    const strict = parseStrict(renamed);
    if (strict.kind === 'tree')
      return lookUp(
        new PositionIndex('', renamed, () => treeEntries(renamed, strict.ast)),
        `${fresh}0`,
        text.slice(offset, offset + length),
      );
    const token = strict.kind === 'refused' ? tokensBefore(renamed, strict.offset + 1).at(-1) : undefined;
    // Another duplicate: it must stand behind, or the offsets before it would no longer hold.
    if (token === undefined || token.start < offset) return undefined;
    at = { offset: token.start, length: token.end - token.start };
  }
  return undefined;
}

function lookUp(index: PositionIndex, fresh: string, key: string): Duplicate['first'] {
  const path = index.paths().find((candidate) => candidate.includes(fresh));
  const name = nameOf(key);
  if (path === undefined || name === undefined) return undefined;
  const twin: KeyPath = [...path.slice(0, path.indexOf(fresh)), name];
  return index.key(twin) ?? index.value(twin);
}

/** What a key says without its quotes and escapes. */
function nameOf(key: string): string | undefined {
  const strict = parseStrict(`${key} = 0`);
  const name =
    strict.kind === 'tree'
      ? new PositionIndex('', key, () => treeEntries(key, strict.ast)).paths()[0]?.[0]
      : undefined;
  return typeof name === 'string' ? name : undefined;
}

function freshName(text: string): string {
  let name = 'again';
  while (text.includes(name)) name += '_';
  return name;
}
