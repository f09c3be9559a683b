import { type Quoted, quoted, Unquotable } from './quoted.js';

/** What JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/**
 * A JSON value, members indented by two spaces, later lines starting with `indent`. Refuses what JSON.stringify would
 * drop or turn into null. Line separators and bidirectional characters are escaped. Source: RFC 8259 sections 3, 6, 7.
 */
export function jsonValue(value: JsonValue, indent = ''): Quoted {
  requireJson(value, 'value');
  const text = JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
  const shown = text.replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return quoted('json', shown);
}

function requireJson(value: unknown, where: string): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value !== 'object') throw new Unquotable('json', `${where} is ${String(value)}`);
  const prototype = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
    throw new Unquotable('json', `${where} is no plain data`);
  }
  for (const [name, member] of Object.entries(value)) requireJson(member, `${where}.${name}`);
}
