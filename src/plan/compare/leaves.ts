import { type KeyPath, pathKey } from '../../core/path.js';

/** A value of a plan that is compared as one. */
export interface Leaf {
  readonly path: KeyPath;
  readonly value: unknown;
}

/** Every leaf of a plan by its place. Lists of named things go by their names; other lists are one leaf. */
export function leavesOf(value: unknown, path: KeyPath = []): ReadonlyMap<string, Leaf> {
  const found = new Map<string, Leaf>();
  collect(value, path, found);
  return found;
}

function collect(value: unknown, path: KeyPath, found: Map<string, Leaf>): void {
  const entries = entriesOf(value);
  if (entries === undefined) found.set(pathKey(path), { path, value });
  else for (const [key, below] of entries) collect(below, [...path, key], found);
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return isWhole(value) ? undefined : Object.entries(value);
  const names = value.map(nameOf);
  if (names.length === 0 || names.includes(undefined)) return undefined;
  return value.map((item, index) => [names[index] ?? '', item]);
}

/** A feeder or the value of a kernel symbol means nothing in parts. */
function isWhole(value: object): boolean {
  return 'kind' in value && !('init' in value);
}

/** Kernel flags have a symbol, slots a name; feeders and checks are no members of such lists. */
function nameOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || 'kind' in item) return undefined;
  if ('symbol' in item) return String(item.symbol);
  return 'name' in item ? String(item.name) : undefined;
}

/** The places at which two plans differ, in the order of the first, then of the second. */
export function changedLeaves(before: unknown, after: unknown): readonly ChangedLeaf[] {
  const left = leavesOf(before);
  const right = leavesOf(after);
  const keys = new Set([...left.keys(), ...right.keys()]);
  return [...keys].flatMap((key) => {
    const [a, b] = [left.get(key), right.get(key)];
    const path = a?.path ?? b?.path ?? [];
    return same(a?.value, b?.value) ? [] : [{ path, before: a?.value, after: b?.value }];
  });
}

/** A leaf that differs; undefined where a side does not have it. */
export interface ChangedLeaf {
  readonly path: KeyPath;
  readonly before: unknown;
  readonly after: unknown;
}

/** Whether two values of a plan are equal: plain JSON whose keys always come in the same order. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
