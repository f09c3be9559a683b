import type { Block } from '../../core/outcome.js';
import { type HumanOptions, paint, type Style } from './color.js';
import { excerptOf } from './excerpt.js';
import { humanTable } from './table.js';
import { visible } from './text-width.js';
import type { DiagnosticView, PlaceView, Sources } from './view.js';
import { wrap } from './wrap.js';

/** Findings for people: each with its line of source and a caret, then a count of all. Empty for none. */
export function humanDiagnostics(
  views: readonly DiagnosticView[],
  sources: Sources,
  options: HumanOptions,
): string {
  if (views.length === 0) return '';
  const findings = views.map((view) => oneFinding(view, sources, options).join('\n'));
  return `${findings.join('\n\n')}\n\n${countLine(views, options)}\n`;
}

function oneFinding(view: DiagnosticView, sources: Sources, options: HumanOptions): string[] {
  const places = [view, ...view.related];
  const gutter = Math.max(...places.map(({ line }) => String(line ?? '').length), 1);
  const frame = (text: string): string => paint('frame', text, options.color);
  const title = `${paint(view.severity, `${view.severity}[${view.code}]`, options.color)}${paint('strong', `: ${visible(view.summary)}`, options.color)}`;
  const remark = (name: string, text: string): string[] => {
    const lead = `${' '.repeat(gutter)} = ${name}: `;
    return wrap(text, options.width - lead.length).map((line, i) =>
      i === 0 ? `${frame(`${' '.repeat(gutter)} =`)} ${name}: ${line}` : ' '.repeat(lead.length) + line,
    );
  };
  const show = (place: PlaceView, mark: string, style: Style): string[] =>
    placeLines(place, sources, { ...options, gutter, mark, style });
  return [
    title,
    ...show(view, '^', view.severity),
    ...(view.file === null && view.path !== null ? remark('at', view.path) : []),
    ...(view.detail === null ? [] : remark('why', view.detail)),
    ...view.related.flatMap((related) => [...remark('see', related.message), ...show(related, '-', 'note')]),
    ...(view.help === null ? [] : remark('help', view.help)),
  ];
}

interface PlaceOptions extends HumanOptions {
  readonly gutter: number;
  readonly mark: string;
  readonly style: Style;
}

function placeLines(place: PlaceView, sources: Sources, options: PlaceOptions): string[] {
  if (place.file === null) return [];
  const { gutter, color, mark, style } = options;
  const pad = ' '.repeat(gutter);
  const frame = (text: string): string => paint('frame', text, color);
  const at = place.line === null ? '' : `:${place.line}:${place.column}`;
  const head = `${pad}${frame('-->')} ${visible(place.file)}${at}`;
  const excerpt = excerptOf(place, sources, options.width - gutter - 3, mark);
  if (excerpt === undefined) return [head];
  const number = String(excerpt.line).padStart(gutter);
  const blanks = /^[ \t]*/.exec(excerpt.marks)?.[0] ?? '';
  return [
    head,
    frame(`${pad} |`),
    `${frame(`${number} |`)} ${excerpt.source}`.trimEnd(),
    `${frame(`${pad} |`)} ${blanks}${paint(style, excerpt.marks.slice(blanks.length), color)}`,
  ];
}

function countLine(views: readonly DiagnosticView[], { color }: HumanOptions): string {
  const counts = (['error', 'warning', 'note'] as const).map((severity) => {
    const count = views.filter((view) => view.severity === severity).length;
    return count === 0 ? '' : paint(severity, `${count} ${severity}${count === 1 ? '' : 's'}`, color);
  });
  return counts.filter((text) => text !== '').join(', ');
}

/** A command's result for people: text wrapped, tables aligned, raw text as it is. A blank line sets tables apart. */
export function humanBlocks(blocks: readonly Block[], options: HumanOptions): string {
  let printed = '';
  for (const [index, block] of blocks.entries()) {
    const before = blocks[index - 1];
    if (before !== undefined && [before, block].some(({ kind }) => kind === 'table')) printed += '\n';
    printed += humanBlock(block, options);
  }
  return printed;
}

function humanBlock(block: Block, options: HumanOptions): string {
  switch (block.kind) {
    case 'raw':
      return block.text;
    case 'text':
      return `${wrap(block.text.replace(/\n$/, ''), options.width).join('\n')}\n`;
    case 'table':
      return humanTable(block, options);
  }
}
