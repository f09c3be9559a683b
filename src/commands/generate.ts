import { dirname, join } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.js';
import type { Block, Outcome } from '../core/outcome.js';
import { hasErrors, sortDiagnostics } from '../core/report.js';
import {
  type ApplyResult,
  applyTargets,
  buildTree,
  compareTargets,
  findOrphans,
  prepareBuildFiles,
  type TargetComparison,
  type TargetTree,
} from '../output/index.js';
import type { Spec } from '../spec/read.js';
import { type JudgedTarget, judgeFleet, renderTarget, selectTargets } from './compile.js';
import { exitOf } from './exits.js';
import { loadSpec } from './load.js';
import { readShard } from './shards.js';

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

/** `wdgen generate`: renders the selected targets. With any error in the spec nothing at all is written. */
export function generate(args: GenerateArguments): Outcome {
  const { spec, diagnostics, sources, inputs } = loadSpec(args.spec, { tolerant: true });
  const end = (found: readonly Diagnostic[], blocks: readonly Block[], data: unknown): Outcome => {
    const shown = sortDiagnostics(found).filter(({ severity }) => severity !== 'note');
    return { exit: exitOf(shown), blocks, data, diagnostics: shown, sources };
  };
  if (spec === undefined) return end(diagnostics, [], null);
  const part = readShard(args.shard);
  if ('wrong' in part) return end([part.wrong], [], null);
  const selected = selectTargets(spec, args.targets, part.shard);
  const judged = judgeFleet(selected.targets);
  const found = [...diagnostics, ...selected.diagnostics, ...judged.flatMap((one) => one.diagnostics)];
  if (hasErrors(found)) return end(found, [], null);
  const outDir = outDirOf(args);
  const manifests = judged.map(({ target }) => join(outDir, target.name, 'manifest.json'));
  const build = prepareBuildFiles(args, { inputs, outputs: manifests }, outDir);
  if (build.refused.length > 0) return end([...found, ...build.refused], [], null);
  const orphans = orphansOf(args, outDir, spec);
  const { results, diagnostics: written } = carryOut(args, outDir, judged);
  const stale =
    args.mode === 'check'
      ? written.map((one) => (one.code === 'WD0505' ? { ...one, severity: 'error' as const } : one))
      : written;
  const done = [...found, ...orphans, ...stale];
  const told = hasErrors(done) ? [] : build.write();
  return end([...done, ...told], blocksOf(results, args.mode, outDir), results);
}

/** Folders of targets that the spec does not have any more; not asked when only some targets are. */
export function orphansOf(
  { targets, shard }: { readonly targets: readonly string[]; readonly shard?: string | undefined },
  outDir: string,
  spec: Spec,
): readonly Diagnostic[] {
  if (targets.length > 0 || shard !== undefined) return [];
  const names = spec.targets.map(({ name }) => name);
  // What the machine refuses to read here is refused to the run itself, too, and told once.
  return findOrphans(outDir, names).diagnostics.filter(({ code }) => code === 'WD0504');
}

/** One target in memory at a time. */
export function* treesOf(judged: readonly JudgedTarget[]): Generator<TargetTree> {
  for (const one of judged) {
    const artefacts = renderTarget(one);
    if (artefacts !== undefined) yield buildTree(one.target.name, artefacts, one.target.specFile);
  }
}

/** What happened to a target, or would. */
interface TargetResult {
  readonly target: string;
  readonly outcome: string;
  readonly changes: readonly { readonly path: string; readonly change: string }[];
}

function carryOut({ mode, force }: GenerateArguments, outDir: string, judged: readonly JudgedTarget[]) {
  if (mode === 'check') {
    const { value = [], diagnostics } = compareTargets(outDir, treesOf(judged));
    return { results: value.map(compared), diagnostics };
  }
  const { value = [], diagnostics } = applyTargets(outDir, treesOf(judged), {
    force,
    dryRun: mode === 'dry-run',
  });
  return { results: value.map((one) => applied(one, force)), diagnostics };
}

function compared({ target, state, changes }: TargetComparison): TargetResult {
  return {
    target,
    outcome: state === 'same' ? 'up to date' : state,
    changes: state === 'blocked' ? [] : changes,
  };
}

/** With --force, what was changed by hand is dropped besides. A blocked target is not changed at all. */
function applied({ target, outcome, comparison }: ApplyResult, force: boolean): TargetResult {
  if (outcome === 'unchanged' || outcome === 'blocked') return { target, outcome, changes: [] };
  const dropped = force ? comparison.handEdited.map(({ path }) => ({ path, change: 'drop edit' })) : [];
  return { target, outcome, changes: [...comparison.changes, ...dropped] };
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
