// How a document of the corpus says where it is wrong: the place stands between « and ».

/** A document, and what wdgen has to say about it. */
export interface Refusal {
  readonly name: string;
  /** With « and » around the place, or « alone for the rest of that line. */
  readonly marked: string;
  /** The code; default: no TOML. */
  readonly code?: string;
}

/** Lines and columns, from 1. */
export interface Place {
  readonly from: readonly [line: number, column: number];
  readonly to: readonly [line: number, column: number];
}

/** The document without its marks, and the place between them. */
export function unmark(marked: string): { readonly text: string; readonly place: Place } {
  const start = marked.indexOf('«');
  const rest = marked.slice(start + 1);
  const close = rest.indexOf('»');
  const lineEnd = rest.indexOf('\n');
  const length = close !== -1 ? close : lineEnd === -1 ? rest.length : lineEnd;
  const text = marked.replace('«', '').replace('»', '');
  return { text, place: { from: lineAndColumn(text, start), to: lineAndColumn(text, start + length) } };
}

/** Columns count characters, as editors do. */
function lineAndColumn(text: string, offset: number): readonly [number, number] {
  const lines = text.slice(0, offset).split('\n');
  return [lines.length, [...(lines.at(-1) ?? '')].length + 1];
}

/** Whether a place that a finding tells lies in what was marked, its end included. */
export function isWithin({ from, to }: Place, line: number, column: number): boolean {
  const after = line > from[0] || (line === from[0] && column >= from[1]);
  const before = line < to[0] || (line === to[0] && column <= to[1]);
  return after && before;
}
