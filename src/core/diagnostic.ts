import type { DiagnosticCode } from './codes.js';
import { codes } from './codes.js';
import type { KeyPath } from './path.js';

/** How bad a finding is. Only errors make a spec unusable; `--strict` turns warnings into findings that fail. */
export type Severity = 'error' | 'warning' | 'note';

/** A place in a source file. Lines and columns start at 1; columns count characters (code points), not bytes. */
export interface Span {
  readonly file: string;
  /** Offset of the first character in the decoded text, in UTF-16 units. */
  readonly offset: number;
  /** Length in UTF-16 units; 0 for a point. */
  readonly length: number;
  readonly line: number;
  readonly column: number;
}

/** A second place that contributes to a finding, with what it contributes. */
export interface Related {
  readonly message: string;
  readonly span?: Span;
}

/** One finding. The summary is the same text for every occurrence of a code; what differs stands in `detail`. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly summary: string;
  /** What is wrong here, and why it matters. Full sentences. */
  readonly detail?: string;
  /** What to type or do. */
  readonly help?: string;
  /** The spec path the finding is about, for machines and for findings without a place. */
  readonly path?: KeyPath;
  readonly span?: Span;
  readonly related: readonly Related[];
}

/** What a caller adds to a code to make a diagnostic. */
export interface DiagnosticParts {
  /** Where a code is milder or graver than usual: a rule about a value that is only deferred. */
  readonly severity?: Severity | undefined;
  readonly detail?: string | undefined;
  readonly help?: string | undefined;
  readonly path?: KeyPath | undefined;
  readonly span?: Span | undefined;
  readonly related?: readonly Related[] | undefined;
}

/** Makes a diagnostic of a registered code; summary and severity come from the code. */
export function diagnostic(code: DiagnosticCode, parts: DiagnosticParts = {}): Diagnostic {
  const { summary, severity } = codes[code];
  return {
    code,
    severity: parts.severity ?? severity,
    summary,
    ...(parts.detail === undefined ? {} : { detail: parts.detail }),
    ...(parts.help === undefined ? {} : { help: parts.help }),
    ...(parts.path === undefined ? {} : { path: parts.path }),
    ...(parts.span === undefined ? {} : { span: parts.span }),
    related: parts.related ?? [],
  };
}
