import type { Diagnostic } from './diagnostic.js';

/** A result with what was noticed on the way. `value` is absent when errors made a result impossible. */
export interface Report<T> {
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** A result without findings, or with harmless ones. */
export function ok<T>(value: T, diagnostics: readonly Diagnostic[] = []): Report<T> {
  return { value, diagnostics };
}

/** No result, and why. */
export function failed<T>(diagnostics: readonly Diagnostic[]): Report<T> {
  return { diagnostics };
}

/** Whether any finding is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === 'error');
}

/** Orders findings by file, line, column, then code, so that a run always prints them the same way. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      compareText(a.span?.file ?? '', b.span?.file ?? '') ||
      (a.span?.offset ?? 0) - (b.span?.offset ?? 0) ||
      compareText(a.code, b.code) ||
      compareText(a.detail ?? '', b.detail ?? ''),
  );
}

/** Compares by code units: the same order in every locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
