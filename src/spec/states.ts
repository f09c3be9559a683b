import type * as z from 'zod/mini';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { formatPath, type KeyPath } from '../core/path.js';
import type { TomlDocument } from '../source/toml.js';
import { kindOf } from './kinds.js';
import { childSchema, isTable, unwrap } from './walk.js';

/** Checks that need more than one key: contradictory states, deferrals without settings and the other way round. */
export function checkStates(root: z.ZodMiniType, document: TomlDocument): Diagnostic[] {
  const found: Diagnostic[] = [];
  visit(root, document.value, [], (schema, value, path) => {
    if (kindOf(schema)?.kind === 'setting') found.push(...contradictions(value, path, document));
    else if (childSchema(schema, 'deferral') !== undefined)
      found.push(...deferrals(schema, value, path, document));
  });
  return found;
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

function contradictions(setting: Table, path: KeyPath, document: TomlDocument): Diagnostic[] {
  const key = String(path.at(-1));
  const has = (state: string) => Object.hasOwn(setting, state);
  const say = (detail: string, help: string, state?: string) =>
    diagnostic('WD0104', {
      path,
      span:
        document.positions.value(state === undefined ? path : [...path, state]) ??
        document.positions.nearest(path),
      detail,
      help,
    });
  if (Object.keys(setting).length === 0) {
    return [
      say(
        `\`${key}\` is an empty table: it has no state.`,
        `write ${key} = { deferred = .. }, or remove the line`,
      ),
    ];
  }
  if (has('forbidden') && (has('active') || has('deferred'))) {
    const other = has('active') ? 'active' : 'deferred';
    return [
      say(`\`${key}\` is both forbidden and ${other}.`, `keep either \`forbidden\` or \`${other}\``, other),
    ];
  }
  if (has('active') && has('deferred') && setting['active'] === setting['deferred']) {
    return [
      say(`\`${key}\` is deferred to the value that is active already.`, 'remove `deferred`', 'deferred'),
    ];
  }
  return [];
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
  const found: KeyPath[] = [];
  for (const [key, value] of Object.entries(table)) {
    const child = childSchema(schema, key);
    if (child === undefined || !isTable(value)) continue;
    const node = unwrap(child);
    if (kindOf(node)?.kind === 'setting') {
      if (Object.hasOwn(value, 'deferred')) found.push([...path, key]);
    } else if (childSchema(node, 'deferral') === undefined)
      found.push(...deferredSettings(node, value, [...path, key]));
  }
  return found;
}
