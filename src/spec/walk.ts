import type * as z from 'zod/mini';
import type { KeyPath } from '../core/path.js';

type Schema = z.ZodMiniType;

/** The parts of a zod definition that lead to child schemas. */
interface Definition {
  readonly type: string;
  readonly innerType?: Schema;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly valueType?: Schema;
  readonly keyType?: Schema;
  readonly element?: Schema;
  readonly entries?: Readonly<Record<string, string>>;
}

function definition(schema: Schema): Definition {
  return schema._zod.def as unknown as Definition;
}

/** Looks through `optional` and `lazy`. */
export function unwrap(schema: Schema): Schema {
  const { type, innerType } = definition(schema);
  if (type === 'optional' && innerType !== undefined) return unwrap(innerType);
  return type === 'lazy' ? unwrap(innerOf(schema)) : schema;
}

/** What a lazy schema stands for: made once, so that what is known about it is found again. */
function innerOf(schema: Schema): Schema {
  return (schema._zod as unknown as { readonly innerType: Schema }).innerType;
}

/** The schema that governs a child of a table or an array; undefined for an unknown key. */
export function childSchema(schema: Schema, key: string | number): Schema | undefined {
  const { type, shape, valueType, element } = definition(unwrap(schema));
  if (type === 'object' && shape !== undefined) {
    return typeof key === 'string' && Object.hasOwn(shape, key) ? shape[key] : undefined;
  }
  if (type === 'record') return valueType;
  return type === 'array' ? element : undefined;
}

/** The schema that governs a path. */
export function schemaAt(root: Schema, path: KeyPath): Schema | undefined {
  let schema: Schema | undefined = root;
  for (const key of path) {
    if (schema === undefined) return undefined;
    schema = childSchema(schema, key);
  }
  return schema === undefined ? undefined : unwrap(schema);
}

/** The key schema of a record (its names have rules of their own). */
export function keySchema(schema: Schema | undefined): Schema | undefined {
  return schema === undefined ? undefined : definition(unwrap(schema)).keyType;
}

/** The keys a table may have, in the order of the schema; empty for anything else. */
export function knownKeys(schema: Schema | undefined): readonly string[] {
  return schema === undefined ? [] : Object.keys(definition(unwrap(schema)).shape ?? {});
}

/** The words of an enum; empty for anything else. */
export function knownWords(schema: Schema | undefined): readonly string[] {
  return schema === undefined ? [] : Object.keys(definition(unwrap(schema)).entries ?? {});
}

/** Whether a value is a TOML table. */
export function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The value at a path; undefined when some part of it is missing. */
export function valueAt(root: unknown, path: KeyPath): unknown {
  let value = root;
  for (const key of path) {
    if (Array.isArray(value) && typeof key === 'number') value = value[key];
    else if (isTable(value) && Object.hasOwn(value, key)) value = value[key];
    else return undefined;
  }
  return value;
}
