import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import type { KeyPath } from '../core/path.js';
import type { TomlDocument } from '../source/toml.js';
import { isTable } from './walk.js';

/**
 * Characters that show nothing or reorder what is shown: C0 and C1 controls (newline and tab are prose), line and
 * paragraph separators, zero width space and word joiner, direction marks and overrides (Unicode TR 36 and
 * CVE-2021-42574), BOM inside text.
 */
const HIDDEN =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/u;

/** Refuses values and keys that could make a generated script look like something it is not. */
export function checkHiddenCharacters(document: TomlDocument): Diagnostic[] {
  return visit(document.value, [], document);
}

function visit(value: unknown, path: KeyPath, document: TomlDocument): Diagnostic[] {
  if (typeof value === 'string') return check(value, path, document);
  if (Array.isArray(value)) return value.flatMap((item, index) => visit(item, [...path, index], document));
  if (!isTable(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    ...check(key, [...path, key], document),
    ...visit(child, [...path, key], document),
  ]);
}

function check(text: string, path: KeyPath, document: TomlDocument): Diagnostic[] {
  const match = HIDDEN.exec(text);
  if (match === null) return [];
  const point = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const span = document.positions.value(path) ?? document.positions.nearest(path);
  return [
    diagnostic('WD0113', {
      path,
      span,
      detail: `The text contains U+${point}.`,
      help: 'remove the character',
    }),
  ];
}
