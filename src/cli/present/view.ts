import type { Diagnostic, Severity, Span } from '../../core/diagnostic.js';
import { formatPath } from '../../core/path.js';

/** A place as machines read it. All members are null when a finding has no place. Columns and lengths count characters. */
export interface PlaceView {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly length: number | null;
  /** The line on which the place ends, and the column behind its last character. */
  readonly endLine: number | null;
  readonly endColumn: number | null;
}

/** A second place of a finding. */
export interface RelatedView extends PlaceView {
  readonly message: string;
}

/** A finding as `--format json` prints it. Every key is always there. Everything else is printed from this. */
export interface DiagnosticView extends PlaceView {
  readonly code: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly detail: string | null;
  readonly help: string | null;
  readonly path: string | null;
  readonly related: readonly RelatedView[];
}

/** Decoded texts by file name, as an outcome carries them. */
export type Sources = ReadonlyMap<string, string>;

/** The JSON form of a finding. The sources tell how many characters a place has and where it ends. */
export function diagnosticView(d: Diagnostic, sources: Sources): DiagnosticView {
  return {
    code: d.code,
    severity: d.severity,
    summary: d.summary,
    detail: d.detail ?? null,
    help: d.help ?? null,
    path: d.path === undefined ? null : formatPath(d.path),
    ...placeView(d.span, sources),
    related: d.related.map(({ message, span }) => ({ message, ...placeView(span, sources) })),
  };
}

function placeView(span: Span | undefined, sources: Sources): PlaceView {
  if (span === undefined) {
    return { file: null, line: null, column: null, length: null, endLine: null, endColumn: null };
  }
  const { file, line, column, offset } = span;
  const text = sources.get(file)?.slice(offset, offset + span.length) ?? 'x'.repeat(span.length);
  const lines = text.split('\n');
  const last = characters(lines.at(-1) ?? '');
  return {
    file,
    line,
    column,
    length: characters(text),
    endLine: line + lines.length - 1,
    endColumn: lines.length === 1 ? column + last : last + 1,
  };
}

function characters(text: string): number {
  return [...text].length;
}
