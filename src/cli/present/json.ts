import type { Outcome } from '../../core/outcome.js';
import { diagnosticView } from './view.js';

/** Characters that JSON may hold as they are and a terminal should not be shown. */
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** One JSON document with the exit code, the command's data and the findings. */
export function jsonDocument({ exit, data, diagnostics, sources }: Outcome): string {
  return toJson({
    exit,
    data: data ?? null,
    diagnostics: diagnostics.map((d) => diagnosticView(d, sources)),
  });
}

/** Printed JSON, with everything escaped that could drive a terminal. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(
    value,
    (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item),
    2,
  );
  return `${text.replace(unsafe, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
