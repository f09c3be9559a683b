// Sound specs to start from, and a spec written as TOML: one line for each value, so that a finding's line says which.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tomlKey, tomlString } from '../../src/backends/quote/toml.js';
import type { KeyPath } from '../../src/core/path.js';
import { readToml } from '../../src/source/toml.js';
import { isTable } from '../../src/spec/walk.js';
import { judgeText } from './in-memory.js';
import { root } from './wdgen.js';

/** A spec without errors. */
export interface SoundSpec {
  readonly name: string;
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The example, and every spec of test/cases that is one file and has no errors. */
export function soundSpecs(): readonly SoundSpec[] {
  const cases = join(root, 'test/cases');
  const files = readdirSync(cases)
    .sort()
    .map((name) => [name, join(cases, name, 'watchdog.toml')] as const);
  const all = [['example', join(root, 'examples/watchdog.toml')] as const, ...files];
  return all.flatMap(([name, file]) => {
    if (!existsSync(file)) return [];
    const text = readFileSync(file, 'utf8');
    const { value } = readToml(name, Buffer.from(text)).report;
    const sound = value !== undefined && value.value['include'] === undefined && judgeText(text).exit === 0;
    return sound ? [{ name, text, value: value.value }] : [];
  });
}

/** A value in the file's own words, right or wrong. */
export class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const STATES = new Set(['active', 'deferred', 'forbidden']);

/** Settings stand on one line; every other table has its header. */
function isSetting(value: unknown): boolean {
  return isTable(value) && !(value instanceof Raw) && Object.keys(value).every((key) => STATES.has(key));
}

function inline(value: unknown): string {
  if (value instanceof Raw) return value.text;
  if (typeof value === 'string') return tomlString(value).toString();
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (!isTable(value)) return String(value);
  const members = Object.entries(value).map(([key, one]) => `${tomlKey(key)} = ${inline(one)}`);
  return `{ ${members.join(', ')} }`;
}

/** A spec as TOML. Keys may be Raw too: a Map has them. */
export function toToml(value: unknown, path: readonly string[] = []): string {
  const entries = Object.entries(value as object);
  const plain = entries.filter(([, one]) => !isTable(one) || one instanceof Raw || isSetting(one));
  const tables = entries.filter(([, one]) => isTable(one) && !(one instanceof Raw) && !isSetting(one));
  const lines = plain.map(([key, one]) => `${tomlKey(key)} = ${inline(one)}\n`).join('');
  const header =
    path.length === 0 || (plain.length === 0 && tables.length > 0)
      ? ''
      : `[${path.map((key) => tomlKey(key)).join('.')}]\n`;
  return [`${header}${lines}`, ...tables.map(([key, one]) => toToml(one, [...path, key]))].join('');
}

/** A copy with another value at a path; undefined takes the key away. */
export function withValue(value: unknown, path: KeyPath, next: unknown): Record<string, unknown> {
  const [key, ...rest] = path;
  if (Array.isArray(value)) {
    return value.map((one, index) =>
      index === key ? (rest.length === 0 ? next : withValue(one, rest, next)) : one,
    ) as never;
  }
  const entries = Object.entries(isTable(value) ? value : {}).flatMap(([name, one]) => {
    if (name !== key) return [[name, one] as const];
    if (rest.length > 0) return [[name, withValue(one, rest, next)] as const];
    return next === undefined ? [] : [[name, next] as const];
  });
  const isNew = !entries.some(([name]) => name === key) && next !== undefined && rest.length === 0;
  return Object.fromEntries(isNew ? [...entries, [String(key), next]] : entries);
}

/** A copy with another name for a key. */
export function renamed(value: unknown, path: KeyPath, name: string): Record<string, unknown> {
  const [key, ...rest] = path;
  return Object.fromEntries(
    Object.entries(value as object).map(([one, inner]) => {
      if (one !== key) return [one, inner];
      return rest.length === 0 ? [name, inner] : [one, renamed(inner, rest, name)];
    }),
  );
}

/** Every value that is no table, with its path; lists count as one value and item by item. */
export function* leaves(value: unknown, path: KeyPath = []): Generator<{ path: KeyPath; value: unknown }> {
  if (isTable(value)) {
    for (const [key, one] of Object.entries(value)) yield* leaves(one, [...path, key]);
  } else {
    yield { path, value };
    if (Array.isArray(value))
      for (const [index, one] of value.entries()) yield* leaves(one, [...path, index]);
  }
}

/** Every key of a table, with its path. */
export function* keys(value: unknown, path: KeyPath = []): Generator<KeyPath> {
  if (!isTable(value)) return;
  for (const [key, one] of Object.entries(value)) {
    yield [...path, key];
    yield* keys(one, [...path, key]);
  }
}
