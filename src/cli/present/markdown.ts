import type { Block } from '../../core/outcome.js';
import { visible } from './text-width.js';
import type { DiagnosticView } from './view.js';

/** GitHub takes comments of at most 65536 characters; a diff takes most of that, the words the rest. */
const MOST = 50_000;
const ALL = 64_000;

/** A result as GitHub's Markdown, for a pull request: tables stay tables, raw text folds away. */
export function markdown(blocks: readonly Block[], views: readonly DiagnosticView[]): string {
  const parts = [...blocks.map(markdownBlock), ...(views.length === 0 ? [] : [findings(views)])];
  return fitted(parts.map((part) => `${part}\n`)).join('\n');
}

/** As many parts as fit; of the first that does not, the lines that do. */
function fitted(parts: readonly string[]): string[] {
  const kept: string[] = [];
  let room = ALL;
  for (const part of parts) {
    if (part.length > room) {
      const line = part.lastIndexOf('\n', room);
      return [
        ...kept,
        part.slice(0, line + 1),
        `**Cut: this is not all.** Run the command to see the rest.\n`,
      ];
    }
    kept.push(part);
    room -= part.length + 1;
  }
  return kept;
}

function markdownBlock(block: Block): string {
  switch (block.kind) {
    case 'raw':
      return folded(block.title ?? 'Text', block.text);
    case 'text':
      return block.text.split('\n').map(plainLine).join('  \n');
    case 'table':
      return [block.head, block.head.map(() => '---'), ...block.rows]
        .map((row, index) => `| ${row.map((cell) => (index === 1 ? cell : plainText(cell))).join(' | ')} |`)
        .join('\n');
  }
}

function findings(views: readonly DiagnosticView[]): string {
  return views
    .map(({ code, severity, summary, detail, help, file, line }) => {
      const place = file === null ? '' : ` (${file}${line === null ? '' : `:${line}`})`;
      const said = [detail ?? summary, ...(help === null ? [] : [`Help: ${help}`])].join(' ');
      return `- **${severity} ${code}**${plainText(place)}: ${plainText(said)}`;
    })
    .join('\n');
}

/**
 * Text that stays text: whatever Markdown or HTML could read as more becomes a character reference. A comment behind
 * `@` and `#` keeps GitHub from notifying people and linking issues.
 */
export function plainText(text: string): string {
  return visible(text.replace(/[\r\n\t]+/g, ' '))
    .replace(/[!"#$&*:;<>?@[\\\]^_`{|}~]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/&#(?:64|35);/g, (reference) => `${reference}<!-- -->`);
}

/** A line of its own, which must not begin a list or underline the line before it. */
function plainLine(text: string): string {
  return plainText(text).replace(/^(\s*\d*)([-+=.)])/, (_, before: string, mark: string) => {
    return `${before}&#${mark.charCodeAt(0)};`;
  });
}

/** A diff behind a summary, in a fence that no line of it can close. */
function folded(title: string, text: string): string {
  const body = text.replace(/^\n/, '').split('\n').map(visibleLine).join('\n');
  const cut = body.length > MOST ? `${body.slice(0, body.lastIndexOf('\n', MOST))}\n` : body;
  const longest = Math.max(2, ...(cut.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const note = cut === body ? '' : `\nCut after ${MOST} characters: wdgen diff prints all of it.\n`;
  return `<details><summary>${plainText(title)}</summary>\n\n${fence}diff\n${cut.replace(/\n?$/, '\n')}${fence}\n${note}\n</details>`;
}

/** A tab stays; all else that is not shown as itself is written as an escape. */
function visibleLine(line: string): string {
  return line.split('\t').map(visible).join('\t');
}
