import { dirname, join } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.js';
import type { Block, Outcome } from '../core/outcome.js';
import { sortDiagnostics } from '../core/report.js';
import { exitOf } from './exits.js';

export interface GenerateArguments {
  readonly spec: string;
  readonly targets: readonly string[];
  readonly out: string | undefined;
  readonly mode: 'write' | 'dry-run' | 'check';
  readonly force: boolean;
  /** As typed. */
  readonly shard?: string | undefined;
  /** What Make and Ninja read to know when to run wdgen again, and the file that says when it last ran. */
  readonly depfile?: string | undefined;
  readonly stamp?: string | undefined;
}

/** Where the tree goes when --out is not given: beside the spec, whatever the working directory. */
export function outDirOf({ spec, out }: { readonly spec: string; readonly out: string | undefined }): string {
  return out ?? join(dirname(spec), 'generated');
}

/** What happened to a target, or would. */
export interface TargetResult {
  readonly target: string;
  readonly outcome: string;
  readonly changes: readonly { readonly path: string; readonly change: string }[];
}

/** What a target that is as it should be is called. */
export function settled(target: string, mode: GenerateArguments['mode']): TargetResult {
  return { target, outcome: mode === 'check' ? 'up to date' : 'unchanged', changes: [] };
}

/** How a run ends. Notes are for `check`. */
export function ended(
  found: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  results?: {
    readonly of: readonly TargetResult[];
    readonly mode: GenerateArguments['mode'];
    readonly outDir: string;
  },
): Outcome {
  const diagnostics = sortDiagnostics(found).filter(({ severity }) => severity !== 'note');
  const blocks = results === undefined ? [] : blocksOf(results.of, results.mode, results.outDir);
  return { exit: exitOf(diagnostics), blocks, data: results?.of ?? null, diagnostics, sources };
}

function blocksOf(
  results: readonly TargetResult[],
  mode: GenerateArguments['mode'],
  outDir: string,
): Block[] {
  const rows = results.map(({ target, outcome, changes }) => [
    join(outDir, target),
    verb(outcome, mode),
    count(changes.length),
  ]);
  const detail =
    mode === 'write'
      ? []
      : results.flatMap(({ target, changes }) =>
          changes.map(({ path, change }) => [change, join(outDir, target, path)]),
        );
  return [
    ...(rows.length === 0 ? [] : [{ kind: 'table', head: ['target', 'result', 'changes'], rows } as const]),
    ...(detail.length === 0 ? [] : [{ kind: 'table', head: ['change', 'file'], rows: detail } as const]),
  ];
}

function verb(outcome: string, mode: GenerateArguments['mode']): string {
  return mode === 'dry-run' && (outcome === 'created' || outcome === 'updated')
    ? `would be ${outcome}`
    : outcome;
}

function count(changes: number): string {
  return changes === 0 ? '' : String(changes);
}
