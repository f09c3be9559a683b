import type * as z from 'zod/mini';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { formatPath, type KeyPath, pathKey } from '../core/path.js';
import { suggest } from '../core/suggest.js';
import type { TomlDocument } from '../source/toml.js';
import { kindOf } from './kinds.js';
import { nameProblem } from './name-problem.js';
import { badForm, problemOf } from './value-problems.js';
import { isTable, keySchema, knownKeys, knownWords, schemaAt, valueAt } from './walk.js';

type Issue = z.core.$ZodIssue;

/** Where an issue happened, with what is needed to speak about it. */
interface Context {
  readonly root: z.ZodMiniType;
  readonly document: TomlDocument;
}

/** Puts zod's issues into wdgen's words: one diagnostic per mistake, at the place where it was made. */
export function issuesToDiagnostics(
  issues: readonly Issue[],
  root: z.ZodMiniType,
  document: TomlDocument,
): Diagnostic[] {
  const context = { root, document };
  const unknown = issues.flatMap((issue) => unknownKeys(issue, context));
  const meant = new Set(unknown.map((found) => found.meant).filter((key) => key !== undefined));
  const others = issues
    .filter((issue) => issue.code !== 'unrecognized_keys' && !meant.has(pathKey(pathOf(issue))))
    .map((issue) => describe(issue, context));
  return withoutRepeats([...unknown.map((found) => found.diagnostic), ...others]);
}

function pathOf(issue: Issue): KeyPath {
  return issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
}

/** Two checks on one value may both fail; the reader needs to hear it once. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, path }) => {
    const key = `${code} ${pathKey(path ?? [])}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

interface UnknownKey {
  readonly diagnostic: Diagnostic;
  /** pathKey of the known key that was probably meant, so that it is not also reported as missing. */
  readonly meant: string | undefined;
}

function unknownKeys(issue: Issue, { root, document }: Context): UnknownKey[] {
  if (issue.code !== 'unrecognized_keys') return [];
  const table = pathOf(issue);
  const present = valueAt(document.value, table);
  const all = knownKeys(schemaAt(root, table));
  const free = all.filter((key) => !(isTable(present) && Object.hasOwn(present, key)));
  return issue.keys.map((key) => {
    const path = [...table, key];
    if (table.length === 0 && key === 'include') return nestedInclude(path, document);
    const near = suggest(key, free) ?? suggest(key, all);
    return {
      meant: near === undefined ? undefined : pathKey([...table, near]),
      diagnostic: diagnostic('WD0101', {
        path,
        span: document.positions.key(path),
        detail: `\`${key}\` is not a key of ${holder(table)}.`,
        help: near === undefined ? `known keys here: ${all.join(', ')}` : `did you mean \`${near}\`?`,
      }),
    };
  });
}

/** Only the root file may include others, so that reading a spec always ends. */
function nestedInclude(path: KeyPath, document: TomlDocument): UnknownKey {
  const detail = 'An included file cannot include others.';
  const help = 'move the pattern into the root spec';
  const span = document.positions.value(path);
  return { meant: undefined, diagnostic: diagnostic('WD0005', { path, span, detail, help }) };
}

function describe(issue: Issue, context: Context): Diagnostic {
  const path = pathOf(issue);
  if (issue.code === 'invalid_key') return badKey(path, context);
  const value = valueAt(context.document.value, path);
  if (value === undefined) return missing(path, context);
  const span = context.document.positions.value(path) ?? context.document.positions.nearest(path);
  const schema = schemaAt(context.root, path);
  const words = knownWords(schema);
  if (words.length > 0) return diagnostic('WD0107', { path, span, ...wordProblem(value, words) });
  const written = context.document.text.slice(span.offset, span.offset + span.length);
  const { code, ...parts } = problemOf(kindOf(schema), issue, { value, written }, path);
  return diagnostic(code, { path, span, ...parts });
}

function wordProblem(value: unknown, words: readonly string[]) {
  const near = typeof value === 'string' ? suggest(value, words) : undefined;
  return {
    detail: `${JSON.stringify(value)} is not one of ${words.map((word) => `"${word}"`).join(', ')}.`,
    help: near === undefined ? undefined : `did you mean "${near}"?`,
  };
}

function badKey(path: KeyPath, { root, document }: Context): Diagnostic {
  const kind = kindOf(keySchema(schemaAt(root, path.slice(0, -1))));
  const key = String(path.at(-1));
  const span = document.positions.key(path);
  if (kind?.kind === 'form') {
    const { detail, help } = badForm({ value: key, written: key }, kind);
    return diagnostic('WD0108', { path, span, detail, help });
  }
  if (kind?.kind !== 'symbol') {
    const what = kind?.kind === 'name' ? kind.what : 'target';
    return diagnostic('WD0108', { path, span, ...nameProblem(key, what) });
  }
  const bare = key.replace(/^CONFIG_/, '').toUpperCase();
  const help = /^[A-Z0-9][A-Z0-9_]*$/.test(bare)
    ? `write \`${bare}\``
    : 'symbols have letters, digits and underscore, without CONFIG_';
  return diagnostic('WD0108', {
    path,
    span,
    detail: key.startsWith('CONFIG_')
      ? `${JSON.stringify(key)}: wdgen adds CONFIG_ itself.`
      : `${JSON.stringify(key)} is not a Kconfig symbol.`,
    help,
  });
}

/** The table a key stands in, for a sentence. */
function holder(table: KeyPath): string {
  return table.length === 0 ? 'the file' : `\`${formatPath(table)}\``;
}

function missing(path: KeyPath, { document }: Context): Diagnostic {
  const key = String(path.at(-1));
  return diagnostic('WD0102', {
    path,
    span: document.positions.nearest(path),
    detail: `${path.length === 1 ? 'The file' : holder(path.slice(0, -1))} needs \`${key}\`.`,
    help:
      EXAMPLES[key] === undefined
        ? undefined
        : `add: ${EXAMPLES[key].replace('NAME', path.length > 1 ? String(path[1]) : 'NAME')}`,
  });
}

/** What to type for the keys that must be there. */
const EXAMPLES: Readonly<Record<string, string>> = {
  schema: 'schema = 1',
  board: 'board = "rock64"   (wdgen init --list-boards lists them)',
  platform: 'platform = "nixos", "buildroot" or "systemd"',
  watchdog: '[target.NAME.watchdog] with feeder and runtime',
  feeder: 'feeder = { deferred = "systemd" }',
  runtime: 'runtime = { deferred = "30s" }',
  reason: 'reason = "why this is not enforced yet"',
  gate: 'gate = ["rehearsal", "boots:50"]',
  target: '[target.NAME]',
  state: 'state = "active" or state = "deferred"',
  interface: 'interface = "eth0"',
  every: 'every = "10min"',
  probe: '[target.NAME.network.probe.link] with kind = "carrier"',
  healthy: 'healthy = ["link"], names of probes',
};
