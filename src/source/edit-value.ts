import type { KeyPath } from '../core/path.js';
import type { Edit } from './edit.js';

type Table = Readonly<Record<string, unknown>>;

/** The value that a document must have after an edit: the old one with that change and no other. */
export function editedValue(value: unknown, edit: Edit): unknown {
  const key = edit.path.at(-1);
  return within(value, edit.path.slice(0, -1), (table) => {
    if (key === undefined || typeof key === 'number') return table;
    const rest = Object.fromEntries(Object.entries(table).filter(([name]) => name !== key));
    switch (edit.kind) {
      case 'replace':
        return Object.hasOwn(table, key) ? { ...rest, [key]: edit.value } : undefined;
      case 'append':
        return Array.isArray(table[key]) ? { ...rest, [key]: [...table[key], ...edit.items] } : undefined;
      case 'insert':
        return Object.hasOwn(table, key) ? undefined : { ...rest, [key]: edit.table };
      case 'remove':
        return Object.hasOwn(table, key) ? rest : undefined;
      case 'rename':
        return Object.hasOwn(table, key) && !Object.hasOwn(rest, edit.to)
          ? { ...rest, [edit.to]: table[key] }
          : undefined;
    }
  });
}

/** Replaces one table deep inside a value. Undefined, which equals no document, when the path leads nowhere. */
function within(value: unknown, path: KeyPath, change: (table: Table) => Table | undefined): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date)
    return undefined;
  const table = value as Table;
  const [key, ...rest] = path;
  if (key === undefined) return change(table);
  const inner = within(table[String(key)], rest, change);
  return inner === undefined ? undefined : { ...table, [key]: inner };
}

/** Whether two TOML values are the same, whatever the order of their keys. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Date || b instanceof Date)
    return a instanceof Date && b instanceof Date && a.getTime() === b.getTime();
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue((a as Table)[key], (b as Table)[key]))
  );
}
