import { editScript } from './edit-script.js';

/** One line of a diff; `line` keeps its line end, if it has one. */
interface Marked {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
}

/**
 * The difference of two texts the way git prints it, ready for `git apply` and `patch`; empty when they are equal.
 * Lines end at LF only: a CR before it belongs to the line. Pass `/dev/null` for a side that does not exist.
 */
export function unifiedDiff(
  pathA: string,
  textA: string,
  pathB: string,
  textB: string,
  context: number = 3,
): string {
  if (textA === textB) return '';
  const lines = markedLines(splitLines(textA), splitLines(textB));
  return `--- ${header(pathA)}\n+++ ${header(pathB)}\n${hunks(lines, context).join('')}`;
}

/** A name with a space ends with a tab, as in git, so that readers know where it ends. */
function header(path: string): string {
  return path.includes(' ') ? `${path}\t` : path;
}

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function markedLines(a: readonly string[], b: readonly string[]): readonly Marked[] {
  const lines: Marked[] = [];
  let left = 0;
  let right = 0;
  for (const { kind, count } of editScript(a, b)) {
    const from = kind === 'add' ? b.slice(right, right + count) : a.slice(left, left + count);
    const mark = kind === 'keep' ? ' ' : kind === 'drop' ? '-' : '+';
    for (const line of from) lines.push({ mark, line });
    if (kind !== 'add') left += count;
    if (kind !== 'drop') right += count;
  }
  return lines;
}

function hunks(lines: readonly Marked[], context: number): string[] {
  const printed: string[] = [];
  let left = 1;
  let right = 1;
  let done = 0;
  for (const { from, to } of ranges(lines, context)) {
    // Everything between two hunks is common to both sides.
    left += from - done;
    right += from - done;
    const part = lines.slice(from, to);
    const lefts = part.filter(({ mark }) => mark !== '+').length;
    const rights = part.filter(({ mark }) => mark !== '-').length;
    printed.push(`@@ -${range(left, lefts)} +${range(right, rights)} @@\n`, ...part.map(print));
    left += lefts;
    right += rights;
    done = to;
  }
  return printed;
}

/** Where the changes lie, with their context; ranges that touch become one. */
function ranges(
  lines: readonly Marked[],
  context: number,
): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const [index, { mark }] of lines.entries()) {
    if (mark === ' ') continue;
    const from = Math.max(0, index - context);
    const to = Math.min(lines.length, index + 1 + context);
    const last = found.at(-1);
    if (last !== undefined && from <= last.to) last.to = to;
    else found.push({ from, to });
  }
  return found;
}

/** An empty range names the line before it. */
function range(start: number, count: number): string {
  if (count === 1) return `${start}`;
  return `${count === 0 ? start - 1 : start},${count}`;
}

function print({ mark, line }: Marked): string {
  return line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`;
}
