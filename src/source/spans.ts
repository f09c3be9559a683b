import type { Span } from '../core/diagnostic.js';

/** The span of `length` UTF-16 units at `offset`, with its line and its column in code points, both from 1. */
export function spanAt(file: string, text: string, offset: number, length: number): Span {
  const start = Math.min(Math.max(offset, 0), text.length);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return {
    file,
    offset: start,
    length: Math.max(0, Math.min(length, text.length - start)),
    line: countLines(text, lineStart),
    column: codePoints(text, lineStart, start) + 1,
  };
}

/** The first place of a file: what a finding points at when nothing nearer exists. */
export function fileStart(file: string): Span {
  return { file, offset: 0, length: 0, line: 1, column: 1 };
}

/** The number of code points between two offsets. */
export function codePoints(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; count++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return count;
}

function countLines(text: string, end: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
