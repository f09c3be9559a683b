import type { KeyPath } from '../core/path.js';
import type { KernelFlag } from './types.js';

/** A place in a plan that a user's words led to. */
export interface Found {
  readonly path: KeyPath;
  readonly value: unknown;
}

/** How far a path led, and what there is to go on with. */
export interface LookupResult {
  readonly found?: Found;
  /** Where it stopped, and the words that would have led on. */
  readonly missing?: { readonly key: string; readonly known: readonly string[] };
}

/** Finds a plan value by the words a spec uses: `runtime` for `runtimeMs`, `open-timeout` for `openTimeoutMs`. */
export function lookup(plan: unknown, words: KeyPath): LookupResult {
  let value = plan;
  const path: (string | number)[] = [];
  for (const word of words) {
    const step = child(value, String(word));
    if (step === undefined) return { missing: { key: String(word), known: wordsOf(value) } };
    path.push(step.key);
    value = step.value;
  }
  return { found: { path, value } };
}

interface Step {
  readonly key: string | number;
  readonly value: unknown;
}

function child(value: unknown, word: string): Step | undefined {
  if (isFlagList(value)) {
    const flag = value.find(({ symbol }) => symbol === word.replace(/^CONFIG_/, ''));
    return flag === undefined ? undefined : { key: flag.symbol, value: flag.setting };
  }
  if (isNamedList(value)) {
    const item = value.find(({ name }) => name === word);
    return item === undefined ? undefined : { key: item.name, value: item };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const camel = word.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const key = [word, camel, `${camel}Ms`, `${camel}As`, `${camel}s`, `${camel}d`].find((name) =>
    Object.hasOwn(value, name),
  );
  return key === undefined ? undefined : { key, value: (value as Record<string, unknown>)[key] };
}

function isFlagList(value: unknown): value is readonly KernelFlag[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    typeof value[0] === 'object' &&
    value[0] !== null &&
    'symbol' in value[0]
  );
}

/** The words that lead on from a value, as a spec spells them. */
export function wordsOf(value: unknown): string[] {
  if (isFlagList(value)) return value.map(({ symbol }) => symbol);
  if (isNamedList(value)) return value.map(({ name }) => name);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.keys(value).map(specWord);
}

/** `openTimeoutMs` -> `open-timeout`; a kernel flag is its own word. */
export function specWord(key: string): string {
  if (/^[A-Z0-9]/.test(key)) return key;
  return key.replace(/(Ms|As|(?<=^silence)d)$/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * Every value at or below a place that stands for itself: settings and plain values, not tables of them. Of a board or
 * a driver further down only the name is told; who asks for `watchdog.driver` itself gets all of it.
 */
export function leavesBelow({ path, value }: Found): Found[] {
  if (isFlagList(value)) return value.map((flag) => ({ path: [...path, flag.symbol], value: flag.setting }));
  if (isNamedList(value))
    return value.flatMap((item) => leavesBelow({ path: [...path, item.name], value: item }));
  if (isLeaf(value)) return [{ path, value }];
  return Object.entries(value as object).flatMap(([key, below]) => {
    const inner = { path: [...path, key], value: below };
    return isCatalogued(below) ? [inner] : leavesBelow(inner);
  });
}

/** Slots: things that are known by their name rather than by their number. */
function isNamedList(value: unknown): value is readonly { readonly name: string }[] {
  const isNamed = (item: unknown) =>
    typeof item === 'object' && item !== null && 'name' in item && !('kind' in item);
  return Array.isArray(value) && value.length > 0 && value.every(isNamed);
}

function isCatalogued(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'id' in value;
}

function isLeaf(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return true;
  return (
    isSetting(value) || 'gate' in value || 'partition' in value || ('kind' in value && !('init' in value))
  );
}

/** Whether a plan value is a setting with its three states. */
export function isSetting(
  value: unknown,
): value is { active: unknown; deferred: unknown; forbidden: string | null } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'active' in value &&
    'deferred' in value &&
    'forbidden' in value
  );
}
