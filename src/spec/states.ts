import type * as z from 'zod/mini';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { parseDuration } from '../core/duration.js';
import { formatPath, type KeyPath } from '../core/path.js';
import type { TomlDocument } from '../source/toml.js';
import { kindOf } from './kinds.js';
import { childSchema, isTable, knownKeys, unwrap } from './walk.js';

/** Checks that need more than one key: contradictory states, deferrals without settings and the other way round. */
export function checkStates(root: z.ZodMiniType, document: TomlDocument): Diagnostic[] {
  const found: Diagnostic[] = [];
  visit(root, document.value, [], (schema, value, path) => {
    if (kindOf(schema)?.kind === 'setting') found.push(...contradictions(schema, value, path, document));
    else if (mayDefer(schema)) found.push(...deferrals(schema, value, path, document));
  });
  return found;
}

/** Whether a table may have a deferral. A table of flags takes any key, so that it would seem to. */
function mayDefer(schema: z.ZodMiniType): boolean {
  return knownKeys(schema).includes('deferral');
}

type Table = Readonly<Record<string, unknown>>;
type Visitor = (schema: z.ZodMiniType, table: Table, path: KeyPath) => void;

/** Calls back for every table that the schema knows, the outer one first. */
function visit(schema: z.ZodMiniType, value: unknown, path: KeyPath, visitor: Visitor): void {
  if (!isTable(value)) return;
  visitor(unwrap(schema), value, path);
  for (const [key, child] of Object.entries(value)) {
    const next = childSchema(schema, key);
    if (next !== undefined) visit(unwrap(next), child, [...path, key], visitor);
  }
}

function contradictions(
  schema: z.ZodMiniType,
  setting: Table,
  path: KeyPath,
  document: TomlDocument,
): Diagnostic[] {
  const key = String(path.at(-1));
  const has = (state: string) => Object.hasOwn(setting, state);
  const say = (detail: string, help: string, state: string) =>
    diagnostic('WD0104', { path, span: document.positions.nearest([...path, state]), detail, help });
  if (Object.keys(setting).length === 0) {
    const help = `write ${key} = { deferred = .. }, or remove the line`;
    const span = document.positions.nearest(path);
    return [diagnostic('WD0103', { path, span, detail: `\`${key}\` is an empty table.`, help })];
  }
  if (has('forbidden') && (has('active') || has('deferred'))) {
    const other = has('active') ? 'active' : 'deferred';
    return [
      say(`\`${key}\` is both forbidden and ${other}.`, `keep either \`forbidden\` or \`${other}\``, other),
    ];
  }
  if (has('active') && has('deferred') && same(setting['active'], setting['deferred'], schema)) {
    return [
      say(`\`${key}\` is deferred to the value that is active already.`, 'remove `deferred`', 'deferred'),
    ];
  }
  return [];
}

/** Whether two values mean the same: "60s" and "1min" do. */
function same(active: unknown, deferred: unknown, setting: z.ZodMiniType): boolean {
  if (active === deferred) return true;
  const value = childSchema(setting, 'active');
  if (value === undefined || kindOf(unwrap(value))?.kind !== 'duration') return false;
  const [a, b] = [active, deferred].map((text) => parseDuration(String(text)));
  return a?.ok === true && b?.ok === true && a.ms === b.ms;
}

function deferrals(schema: z.ZodMiniType, table: Table, path: KeyPath, document: TomlDocument): Diagnostic[] {
  const deferred = deferredSettings(schema, table, path);
  const first = deferred[0];
  const explained = Object.hasOwn(table, 'deferral');
  if (first !== undefined && !explained) {
    return [
      diagnostic('WD0110', {
        path: first,
        span: document.positions.key(first),
        detail: `\`${formatPath(first)}\` is deferred, and \`${formatPath(path)}\` has no deferral that says why.`,
        help: `add: [${formatPath(path)}.deferral] with reason = ".." and gate = ["rehearsal"]`,
      }),
    ];
  }
  if (first === undefined && explained) {
    const at = [...path, 'deferral'];
    return [
      diagnostic('WD0111', {
        path: at,
        span: document.positions.key(at),
        help: 'remove the table, or defer a setting',
      }),
    ];
  }
  return [];
}

/** Paths of the settings below a table that have a deferred value (not counting tables with a deferral of their own). */
function deferredSettings(schema: z.ZodMiniType, table: Table, path: KeyPath): KeyPath[] {
  // A mechanism that is one table says its state once, for the whole of it.
  // One that is misspelt is reported as such, and may mean any.
  const { state = 'active' } = table;
  const found: KeyPath[] = state === 'active' ? [] : [[...path, 'state']];
  for (const [key, value] of Object.entries(table)) {
    const child = childSchema(schema, key);
    if (child === undefined || !isTable(value)) continue;
    const node = unwrap(child);
    if (kindOf(node)?.kind === 'setting') {
      if (Object.hasOwn(value, 'deferred')) found.push([...path, key]);
    } else if (!mayDefer(node)) found.push(...deferredSettings(node, value, [...path, key]));
  }
  return found;
}
