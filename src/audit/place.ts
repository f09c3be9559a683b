import type { Span } from '../core/diagnostic.js';

/** A text of the audited image, and the name under which findings show it. */
export interface Text {
  readonly file: string;
  readonly text: string;
}

/** One line of a text. Lines start at 1. */
export interface Place {
  readonly in: Text;
  readonly line: number;
}

/** A value with the line that it stands in. */
export interface Placed<T> {
  readonly value: T;
  readonly place: Place;
}

export function placed<T>(value: T, text: Text, line: number): Placed<T> {
  return { value, place: { in: text, line } };
}

/** The line as findings show it: without the blanks around it. */
export function spanOf({ in: { file, text }, line }: Place): Span {
  const lines = text.split('\n');
  const own = lines[line - 1] ?? '';
  const indent = own.length - own.trimStart().length;
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return { file, offset: before + indent, length: own.trim().length, line, column: indent + 1 };
}

/** `etc/inittab:12`, for sentences that name a second place. */
export function sayPlace({ in: { file }, line }: Place): string {
  return `${file}:${line}`;
}

/** The line in which an offset lies. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
