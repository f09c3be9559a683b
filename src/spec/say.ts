import type { DiagnosticCode } from '../core/codes.js';

/** A diagnostic without its place. */
export interface Problem {
  readonly code: DiagnosticCode;
  readonly detail: string;
  readonly help?: string | undefined;
}

/** A value, and its text in the file: a number's text says more than what a parser makes of it. */
export interface Written {
  readonly value: unknown;
  readonly written: string;
}

/** A value for a sentence. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  return typeName(value);
}

/** The kind of a value for a sentence, with its article. */
export function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Date) return 'a date or time';
  if (typeof value === 'object') return 'a table';
  if (typeof value === 'bigint' || typeof value === 'number') return 'a number';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}

/** Whether a value is a TOML number. */
export function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** For the start of a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
