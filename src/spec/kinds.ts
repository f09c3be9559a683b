import type * as z from 'zod/mini';

/** What a schema node means to a user, where zod's own words ("invalid string") would not help. */
export type Kind =
  | { readonly kind: 'setting'; readonly example: string; readonly accepts: (value: unknown) => boolean }
  | { readonly kind: 'duration' }
  | { readonly kind: 'feeder' }
  | { readonly kind: 'gate' }
  | { readonly kind: 'name'; readonly what: string }
  | { readonly kind: 'symbol' }
  | { readonly kind: 'flag-value' }
  | { readonly kind: 'text' }
  | { readonly kind: 'form'; readonly what: string; readonly rule: string; readonly example: string };

const kinds = new WeakMap<object, Kind>();

/** Marks a schema node; the mark is read back when one of its issues is put into words. */
export function marked<S extends z.ZodMiniType>(kind: Kind, schema: S): S {
  kinds.set(schema, kind);
  return schema;
}

/** The mark of a schema node, looking through optional wrappers. */
export function kindOf(schema: z.ZodMiniType | undefined): Kind | undefined {
  return schema === undefined ? undefined : kinds.get(schema);
}
