import type { KeyPath } from '../../core/path.js';
import type { Draft, Risk } from './change.js';
import { same } from './leaves.js';

/** Lists whose order does something. */
const MEANT: Readonly<Record<string, readonly [risk: Risk, sentence: (names: string) => string]>> = {
  'network.steps': ['tightens', (names) => `the steps are taken in another order: ${names}`],
};

/** Lists of named things that hold the same names in another order: no comparison by name sees that. */
export function compareOrder(before: unknown, after: unknown, path: KeyPath = []): Draft[] {
  // Slots and kernel flags are told elsewhere.
  if (path[0] === 'rollback' || path[0] === 'kernel') return [];
  if (Array.isArray(before) && Array.isArray(after)) return orderOf(before, after, path);
  if (!isTable(before) || !isTable(after)) return [];
  return Object.entries(before).flatMap(([key, value]) => compareOrder(value, after[key], [...path, key]));
}

function orderOf(before: readonly unknown[], after: readonly unknown[], path: KeyPath): Draft[] {
  const [old, now] = [before.map(nameOf), after.map(nameOf)];
  if (old.includes(undefined) || now.includes(undefined)) return [];
  const inner = before.flatMap((item, index) =>
    compareOrder(item, after[now.indexOf(old[index])], [...path, old[index] ?? '']),
  );
  if (same(old, now) || !same(old.toSorted(), now.toSorted())) return inner;
  const sides = { before: old.join(', '), after: now.join(', ') };
  const [risk, sentence] = MEANT[path.join('.')] ?? ['cosmetic', inAnotherOrder];
  return [...inner, { at: [...path, ''], risk, sentence: sentence(sides.after), ...sides }];
}

function inAnotherOrder(names: string): string {
  return `the same parts stand in another order: ${names}`;
}

function nameOf(item: unknown): string | undefined {
  return isTable(item) && typeof item['name'] === 'string' ? item['name'] : undefined;
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
