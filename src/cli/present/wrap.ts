import { displayWidth, visible } from './text-width.js';

/**
 * Breaks text at blanks so that each line takes at most `width` cells. Line breaks in the text stay; words that are
 * longer than a line are left whole, because paths and commands must stay copyable.
 */
export function wrap(text: string, width: number): string[] {
  return text.split(/\r?\n/).flatMap((line) => wrapLine(line.replaceAll('\t', '  '), width));
}

function wrapLine(line: string, width: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.trim().split(/ +/).map(visible)) {
    const longer = current === '' ? indent + word : `${current} ${word}`;
    if (current !== '' && displayWidth(longer) > width) {
      lines.push(current);
      current = indent + word;
    } else current = longer;
  }
  return [...lines, current.trimEnd()];
}
