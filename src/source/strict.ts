import type { AST } from 'toml-eslint-parser';
import { ParseError, parseTOML } from 'toml-eslint-parser';

/** What the strict parser says: a tree, where it stopped and why in its own words, or that it ran out of stack. */
export type StrictResult =
  | { readonly kind: 'tree'; readonly ast: AST.TOMLProgram }
  | Refusal
  | { readonly kind: 'overflow' };

/** Where the strict parser stopped, and its own words for it. */
export interface Refusal {
  readonly kind: 'refused';
  readonly offset: number;
  readonly message: string;
}

/** Reads with toml-eslint-parser, as TOML 1.0. A lone CR is refused first: the parser takes it for a line end. */
export function parseStrict(text: string): StrictResult {
  const lone = text.search(/\r(?!\n)/);
  try {
    const ast = parseTOML(text, { tomlVersion: '1.0' });
    // Nobody here reads them, and they are half of the tree's memory.
    ast.tokens = [];
    ast.comments = [];
    return lone === -1 ? { kind: 'tree', ast } : { kind: 'refused', offset: lone, message: LONE_CR };
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'overflow' };
    const offset = error instanceof ParseError ? error.index : text.length;
    const message = error instanceof Error ? error.message : String(error);
    if (lone !== -1 && lone < offset) return { kind: 'refused', offset: lone, message: LONE_CR };
    return { kind: 'refused', offset, message };
  }
}

/** The message for a carriage return that no line feed follows, which the parser itself would let pass. */
export const LONE_CR = 'carriage return without line feed';
