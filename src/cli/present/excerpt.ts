import { characterWidth, displayWidth, visible } from './text-width.js';
import type { PlaceView, Sources } from './view.js';

/** A line of source and the line of marks below it, cut to fit. */
export interface Excerpt {
  readonly line: number;
  readonly source: string;
  readonly marks: string;
}

/** One character as it is shown: a hidden one is several cells wide, a tab as wide as the terminal makes it. */
interface Cell {
  readonly shown: string;
  readonly width: number;
  readonly marked: boolean;
}

const ASSUMED_TAB = 8;
const CUT = '…';

/** The line that a place stands on, with `mark` under what it covers there. Undefined without such a line. */
export function excerptOf(
  place: PlaceView,
  sources: Sources,
  width: number,
  mark: string,
): Excerpt | undefined {
  if (place.file === null || place.line === null || place.column === null) return undefined;
  const line = sources.get(place.file)?.split('\n')[place.line - 1];
  if (line === undefined) return undefined;
  const start = place.column - 1;
  const end = place.endLine === place.line ? (place.endColumn ?? place.column) - 1 : Number.POSITIVE_INFINITY;
  const cells = [...line.replace(/\r$/, '')].map((character, i) => cellOf(character, i >= start && i < end));
  return { line: place.line, ...draw(cells, start, width, mark) };
}

function cellOf(character: string, marked: boolean): Cell {
  if (character === '\t') return { shown: '\t', width: ASSUMED_TAB, marked };
  const shown = visible(character);
  return { shown, width: shown === character ? characterWidth(character) : displayWidth(shown), marked };
}

function draw(
  cells: readonly Cell[],
  start: number,
  width: number,
  mark: string,
): { source: string; marks: string } {
  const [from, to] = windowOf(cells, start, width);
  const before = from > 0 ? CUT : '';
  const after = to < cells.length ? CUT : '';
  const part = cells.slice(from, to);
  const source = before + part.map(({ shown }) => shown).join('') + after;
  const marks = part.map((cell) =>
    cell.marked ? mark.repeat(cell.shown === '\t' ? 1 : cell.width) : blank(cell),
  );
  const drawn = (' '.repeat(before.length) + marks.join('')).trimEnd();
  return { source, marks: drawn.includes(mark) ? drawn : pointAt(part, start - from, before, mark) };
}

/** A tab stays a tab under a tab, so that the marks stand right whatever the terminal's tab stops are. */
function blank(cell: Cell): string {
  return cell.shown === '\t' ? '\t' : ' '.repeat(cell.width);
}

/** A place without length, or of combining marks only, still gets one mark. */
function pointAt(part: readonly Cell[], index: number, before: string, mark: string): string {
  const blanks = part.slice(0, Math.max(0, index)).map(blank).join('');
  return `${' '.repeat(before.length)}${blanks}${mark}`;
}

/** The stretch of a long line that is shown: it holds the place's start, with a third of the width before it. */
function windowOf(cells: readonly Cell[], start: number, width: number): readonly [from: number, to: number] {
  const total = cells.reduce((sum, cell) => sum + cell.width, 0);
  if (total <= width) return [0, cells.length];
  const room = Math.max(10, width - 2);
  const markedEnd = cells.findLastIndex((cell) => cell.marked) + 1;
  let from = 0;
  if (widthOf(cells, 0, Math.max(markedEnd, start)) > room) {
    from = Math.min(start, cells.length);
    for (let before = 0; from > 0 && before + (cells[from - 1]?.width ?? 0) <= room / 3; from--) {
      before += cells[from - 1]?.width ?? 0;
    }
  }
  let to = from;
  for (let used = 0; to < cells.length && used + (cells[to]?.width ?? 0) <= room; to++)
    used += cells[to]?.width ?? 0;
  return [from, Math.max(to, from + 1)];
}

function widthOf(cells: readonly Cell[], from: number, to: number): number {
  return cells.slice(from, to).reduce((sum, cell) => sum + cell.width, 0);
}
