import type { Block } from '../../core/outcome.js';
import { type HumanOptions, paint } from './color.js';
import { displayWidth, visible } from './text-width.js';
import { wrap } from './wrap.js';

type Table = Extract<Block, { kind: 'table' }>;

const GAP = '  ';
const NARROWEST = 20;

/** Columns aligned on the left, the last one wrapped into what the others leave of the width. Nothing is cut off. */
export function humanTable({ head, rows }: Table, { color, width }: HumanOptions): string {
  const columns = Math.max(head.length, ...rows.map((row) => row.length));
  const lines = [head, ...rows].map((row) =>
    Array.from({ length: columns }, (_, i) => cellText(row[i] ?? '')),
  );
  const widths = Array.from({ length: columns }, (_, i) =>
    Math.max(...lines.map((line) => displayWidth(line[i] ?? ''))),
  );
  const before = widths.slice(0, -1).reduce((sum, size) => sum + size + GAP.length, 0);
  const room = Math.max(NARROWEST, width - before);
  const printed = lines.flatMap((line, index) => {
    const texts = rowLines(line, widths, before, room);
    return index === 0 ? texts.map((text) => paint('strong', text, color)) : texts;
  });
  return printed.map((text) => `${text}\n`).join('');
}

/** Line breaks would break the columns; they become blanks. */
function cellText(cell: string): string {
  return visible(cell.replace(/[\r\n\t]+/g, ' '));
}

function rowLines(
  line: readonly string[],
  widths: readonly number[],
  before: number,
  room: number,
): string[] {
  const left = line
    .slice(0, -1)
    .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - displayWidth(cell)) + GAP);
  const [first = '', ...more] = wrap(line.at(-1) ?? '', room);
  return [left.join('') + first, ...more.map((text) => ' '.repeat(before) + text)].map((text) =>
    text.trimEnd(),
  );
}
