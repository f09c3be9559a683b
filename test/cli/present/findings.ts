import type { DiagnosticCode } from '../../../src/core/codes.js';
import type { Diagnostic, DiagnosticParts, Span } from '../../../src/core/diagnostic.js';
import { diagnostic } from '../../../src/core/diagnostic.js';
import type { Outcome } from '../../../src/core/outcome.js';
import { spanAt } from '../../../src/source/spans.js';

/** The span of the first place where `part` stands in a text. */
export function spanOf(text: string, part: string, file = 'watchdog.toml'): Span {
  const offset = text.indexOf(part);
  if (offset === -1) throw new Error(`${part} is not in the text`);
  return spanAt(file, text, offset, part.length);
}

/** A finding about a part of a text, ready to be printed. */
export function finding(
  code: DiagnosticCode,
  text: string,
  part: string,
  parts: DiagnosticParts = {},
): Diagnostic {
  return diagnostic(code, { span: spanOf(text, part), ...parts });
}

/** An outcome that holds findings about one text. */
export function outcomeOf(text: string, diagnostics: readonly Diagnostic[]): Outcome {
  return { exit: 1, blocks: [], data: null, diagnostics, sources: new Map([['watchdog.toml', text]]) };
}
