import type { Diagnostic } from '../core/diagnostic.js';
import { diagnostic } from '../core/diagnostic.js';
import type { PositionIndex } from './positions.js';

const reserved: ReadonlySet<unknown> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** A text without any of these, and without escapes that could spell them, needs no search. */
const suspect = new RegExp([...reserved].join('|').concat('|\\\\[uU]'));

/** Whether a text could have such a key. */
export function mentionsReserved(text: string): boolean {
  return suspect.test(text);
}

/**
 * Finds a key named like a member of every JavaScript object. iarna would write `toString.call = 1` into the real
 * `toString` function, which breaks the whole process, so such a text never reaches it.
 */
export function reservedName(text: string, positions: PositionIndex): Diagnostic | undefined {
  if (!mentionsReserved(text)) return undefined;
  const path = positions.paths().find((candidate) => reserved.has(candidate.at(-1)));
  if (path === undefined) return undefined;
  return diagnostic('WD0004', {
    detail: `\`${path.at(-1)}\` cannot be a name: every JavaScript object has a member of that name already.`,
    help: 'choose another name',
    path,
    span: positions.key(path),
  });
}
