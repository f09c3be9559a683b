import type { AST } from 'toml-eslint-parser';
import type { Diagnostic } from '../core/diagnostic.js';
import { diagnostic } from '../core/diagnostic.js';
import { spanAt } from './spans.js';

/**
 * The finding for a text that is TOML and that iarna refuses all the same. iarna stops behind the value it cannot
 * read, or gives no place at all; the tree knows where that value starts.
 */
export function refusedValue(file: string, text: string, ast: AST.TOMLProgram, error: unknown): Diagnostic {
  const stop = stopOffset(text, error);
  const value = stop === undefined ? firstDate(ast) : lastValueBefore(ast, stop);
  const span =
    value === undefined
      ? spanAt(file, text, stop ?? 0, 0)
      : spanAt(file, text, value.range[0], value.range[1] - value.range[0]);
  const written =
    span.length === 0
      ? 'What stands here'
      : `\`${text.slice(span.offset, span.offset + Math.min(span.length, 60))}\``;
  return diagnostic('WD0004', {
    detail: `${written} is TOML, but the second of the two parsers that must agree cannot read it.`,
    help: isDate(value)
      ? 'write dates and times as text: "2026-01-31"'
      : 'write the value in a plainer form, or as text in quotes',
    span,
  });
}

/** iarna counts lines and columns from 0, in text without CR, and has passed the character it refuses. */
function stopOffset(text: string, error: unknown): number | undefined {
  if (!(error instanceof Error) || !('line' in error) || !('col' in error)) return undefined;
  const { line, col } = error;
  if (typeof line !== 'number' || typeof col !== 'number') return undefined;
  let start = 0;
  for (let i = 0; i < line; i++) start = text.indexOf('\n', start) + 1;
  return start + Math.max(0, col - 1);
}

function isDate(node: AST.TOMLContentNode | undefined): boolean {
  return node?.type === 'TOMLValue' && node.kind.includes('-');
}

function firstDate(ast: AST.TOMLProgram): AST.TOMLContentNode | undefined {
  return leaves(ast).find(isDate);
}

function lastValueBefore(ast: AST.TOMLProgram, offset: number): AST.TOMLContentNode | undefined {
  return leaves(ast).findLast((node) => node.range[0] <= offset);
}

/** All values that hold no others, in the order of the text. */
function leaves(ast: AST.TOMLProgram): AST.TOMLContentNode[] {
  const found: AST.TOMLContentNode[] = [];
  const pairs = ast.body[0].body.flatMap((node) => (node.type === 'TOMLTable' ? node.body : [node]));
  const open: AST.TOMLContentNode[] = pairs.map((pair) => pair.value).reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'TOMLArray') open.push(...node.elements.toReversed());
    else if (node.type === 'TOMLInlineTable') open.push(...node.body.map((pair) => pair.value).reverse());
    else found.push(node);
  }
  return found;
}
