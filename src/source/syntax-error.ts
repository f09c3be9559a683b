import type { Diagnostic, Span } from '../core/diagnostic.js';
import { diagnostic } from '../core/diagnostic.js';
import { spanAt } from './spans.js';
import type { Refusal } from './strict.js';
export function syntaxError(file: string, text: string, refusal: Refusal): Diagnostic {
  return diagnostic('WD0003', { detail: refusal.message, span: spanAt(file, text, refusal.offset, 0) });
}
