import type { KeyPath } from '../core/path.js';
import { type EditTree, isWithin, lineAround, type Pair, type Splice } from './edit-tree.js';

/** What becomes of the comments on lines that go: `keep` leaves them on a line of their own. */
export type Comments = 'keep' | 'drop';

/** What removing a key, or a table with all that is in it, takes out of the text. */
export function removal(text: string, tree: EditTree, path: KeyPath, comments: Comments): Splice[] {
  const inHeaders = tree.headers.filter((header) => isWithin(header.path, path));
  const pairs = tree.pairs.filter(
    (pair) =>
      isWithin(pair.path, path) &&
      !inHeaders.some(
        ({ node }) => pair.node.range[0] >= node.range[0] && pair.node.range[1] <= node.range[1],
      ),
  );
  const outermost = pairs.filter(
    ({ node }) => !pairs.some((other) => other.node !== node && isAround(other.node.range, node.range)),
  );
  return [
    ...inHeaders.map(({ node }) => removeSection(text, node.range[0], node.range[1])),
    ...outermost.map((pair) => removePair(text, pair, comments)),
  ];
}

function isAround([start, end]: readonly [number, number], inner: readonly [number, number]): boolean {
  return start <= inner[0] && end >= inner[1];
}

function removePair(text: string, { node, inline }: Pair, comments: Comments): Splice {
  const [start, end] = node.range;
  if (inline === undefined) return removeLines(text, start, end, comments);
  const at = inline.indexOf(node);
  const [before, after] = [inline[at - 1], inline[at + 1]];
  if (after !== undefined) return { start, end: after.range[0], text: '' };
  return { start: before === undefined ? start : before.range[1], end, text: '' };
}

/** A pair that has its lines for itself. A comment behind it stays, where it is to be kept. */
function removeLines(text: string, from: number, to: number, comments: Comments): Splice {
  const last = lineAround(text, to);
  const comment = text.slice(to, last.end).trimStart();
  if (comment !== '' && comments === 'keep') return { start: from, end: last.end - comment.length, text: '' };
  return { start: lineAround(text, from).start, end: last.next, text: '' };
}

/** A `[header]` section with the comments that are clearly its own, and the blank lines before it. */
function removeSection(text: string, from: number, to: number): Splice {
  const start = ownComments(text, lineAround(text, from).start);
  return { start: skipBlankBefore(text, start), end: lineAround(text, to).next, text: '' };
}

/**
 * The start of the comment block right above a line, if a blank line or nothing stands before that block: comments
 * that follow a key directly may be about that key, and stay.
 */
function ownComments(text: string, start: number): number {
  let at = start;
  while (at > 0) {
    const above = lineAround(text, at - 1);
    const line = text.slice(above.start, above.end).trim();
    if (line === '') return at;
    if (!line.startsWith('#')) return start;
    at = above.start;
  }
  // What opens a file is about the file.
  return start;
}

function skipBlankBefore(text: string, start: number): number {
  let at = start;
  while (at > 0) {
    const above = lineAround(text, at - 1);
    if (text.slice(above.start, above.end).trim() !== '') return at;
    at = above.start;
  }
  return at;
}
