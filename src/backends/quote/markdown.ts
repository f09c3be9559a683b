import { showHidden, wrapComment } from './comment.js';
import { type Quoted, quoted, Unquotable } from './quoted.js';
import { refuse, refuseUnwritable } from './refuse.js';
import { remembered } from './remembered.js';

/**
 * Running text on one line that can form no markup: no emphasis, link, HTML, entity, heading, list, table or code.
 * Blanks and line ends become one space, hidden characters are shown as `\u{202e}`.
 * Source: CommonMark 0.31 section 2.4 (any ASCII punctuation may be escaped); GFM 6.9 (`http://`, `www.` autolinks).
 */
export const mdText = remembered((text: string): Quoted => {
  const line = oneLine(text)
    .replace(/[\\`*_[\]<>&|~$]/g, '\\$&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/(?<=www)\.|(?<=mailto|xmpp):/gi, '\\$&')
    .replace(/^[#+=-]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2');
  return quoted('markdown', line);
});

/** A table cell: as `mdText` (which escapes `|`); a no-break space entity stands for nothing. Source: GFM 4.10. */
export function mdCell(text: string): Quoted {
  const quotedText = mdText(text);
  return String(quotedText) === '' ? quoted('markdown', '&nbsp;') : quotedText;
}

/**
 * Inline code in a fence longer than any run of backticks inside. `cell`: for a table, where `|` is escaped even
 * in code. Source: CommonMark 0.31 section 6.1; GFM 4.10.
 */
export function mdCode(text: string, cell = false): Quoted {
  const line = showHidden(text.replace(/[\n\r\u0085\u2028\u2029]+/g, ' '));
  if (line === '') throw new Unquotable('markdown', 'there is no empty inline code');
  const fence = fenceFor(line, 1);
  const pad = /^`|`$|^ .* $/.test(line) ? ' ' : '';
  const code = `${fence}${pad}${line}${pad}${fence}`;
  return quoted('markdown', cell ? code.replaceAll('|', '\\|') : code);
}

/** A fenced code block, longer than any fence inside; ends with the fence, no newline. Source: CommonMark 0.31, 4.5. */
export function mdBlock(language: string, text: string): Quoted {
  if (!/^[a-z0-9+-]*$/.test(language)) throw new Unquotable('markdown', `"${language}" is no language`);
  refuseUnwritable('markdown', text);
  refuse('markdown', text, /\r/);
  const fence = fenceFor(text, 3);
  const body = showHidden(text, '\n').replace(/\n*$/, '\n');
  return quoted('markdown', `${fence}${language}\n${body}${fence}`);
}

/** `<!-- ... -->` lines; `--` inside is spread out. Source: CommonMark 0.31 section 4.6, HTML block kind 2. */
export function mdComment(text: string): Quoted {
  const lines = wrapComment(text.replace(/-(?=-)/g, '- '), 69).map((line) => `<!-- ${line} -->`);
  return quoted('markdown', lines.join('\n'));
}

function oneLine(text: string): string {
  return showHidden(text.replace(/[\s\u0085]+/gu, ' ').trim());
}

function fenceFor(text: string, least: number): string {
  const runs = text.match(/`+/g) ?? [];
  return '`'.repeat(Math.max(least, ...runs.map((run) => run.length + 1)));
}
