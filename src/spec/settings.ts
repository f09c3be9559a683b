import type * as z from 'zod/mini';
import type { KeyPath } from '../core/path.js';
import { kindOf } from './kinds.js';
import type { SpecTarget } from './read.js';
import { type TargetSpec, targetSchema } from './schema.js';
import { childSchema, isTable, knownKeys, unwrap } from './walk.js';

/** A setting as somebody wrote it, or a whole mechanism that says its state once. */
export interface WrittenState {
  /** `watchdog.runtime`, `kernel.flags.X`, `rollback`: the words that --setting takes. */
  readonly words: string;
  /** Its place in the file. */
  readonly path: KeyPath;
  readonly kind: 'setting' | 'mechanism';
  readonly active: unknown;
  readonly deferred: unknown;
  readonly forbidden: string | undefined;
  /** The table whose `deferral` speaks for it. */
  readonly table: KeyPath;
}

/** Everything in a target that has a state, in the order of the file. */
export function statesOf({ name, value }: SpecTarget): WrittenState[] {
  const root = ['target', name];
  const found: WrittenState[] = [];
  collect(targetSchema, value, root, root, found);
  return found;
}

type Table = Readonly<Record<string, unknown>>;

function collect(
  schema: z.ZodMiniType,
  value: Table,
  path: KeyPath,
  outer: KeyPath,
  found: WrittenState[],
): void {
  const table = knownKeys(schema).includes('deferral') ? path : outer;
  if (isMechanism(schema)) found.push(mechanism(value, path));
  for (const [key, inner] of Object.entries(value)) {
    const child = childSchema(schema, key);
    if (child === undefined || !isTable(inner)) continue;
    const node = unwrap(child);
    if (kindOf(node)?.kind === 'setting') found.push(setting(inner, [...path, key], table));
    else collect(node, inner, [...path, key], table, found);
  }
}

function isMechanism(schema: z.ZodMiniType): boolean {
  const keys = knownKeys(schema);
  return keys.includes('state') && keys.includes('deferral');
}

function mechanism({ state }: Table, path: KeyPath): WrittenState {
  const [active, deferred] = state === 'active' ? ['active', undefined] : [undefined, 'active'];
  return {
    words: wordsOf(path),
    path,
    kind: 'mechanism',
    active,
    deferred,
    forbidden: undefined,
    table: path,
  };
}

function setting({ active, deferred, forbidden }: Table, path: KeyPath, table: KeyPath): WrittenState {
  const reason = typeof forbidden === 'string' ? forbidden : undefined;
  return { words: wordsOf(path), path, kind: 'setting', active, deferred, forbidden: reason, table };
}

/** Words start behind `target.NAME`. */
function wordsOf(path: KeyPath): string {
  return path.slice(2).join('.');
}

/** A target with everything that is deferred made active: what the image would be after enabling all of it. */
export function withAllEnabled(target: SpecTarget): SpecTarget {
  return { ...target, value: enabled(targetSchema, target.value) as TargetSpec };
}

function enabled(schema: z.ZodMiniType, value: Table): Table {
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'deferral' && knownKeys(schema).includes(key)) return [];
    if (key === 'state' && isMechanism(schema)) return [[key, 'active'] as const];
    const child = childSchema(schema, key);
    if (child === undefined || !isTable(inner)) return [[key, inner] as const];
    const node = unwrap(child);
    if (kindOf(node)?.kind !== 'setting') return [[key, enabled(node, inner)] as const];
    return [[key, inner['deferred'] === undefined ? inner : { active: inner['deferred'] }] as const];
  });
  return Object.fromEntries(entries);
}
