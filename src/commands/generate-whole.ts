import { join } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.js';
import type { Outcome } from '../core/outcome.js';
import { compareText, hasErrors } from '../core/report.js';
import {
  type ApplyResult,
  applyTargets,
  compareTargets,
  prepareBuildFiles,
  sha256,
  type TargetComparison,
  type TargetTree,
} from '../output/index.js';
import { choose } from './choose.js';
import { type JudgedTarget, judgeFleet, selectTargets, treesOf } from './compile.js';
import { splitPath } from './files.js';
import { ended, type GenerateArguments, outDirOf, settled, type TargetResult } from './generate-outcome.js';
import { loadSpec } from './load.js';
import { orphansOf } from './orphans.js';
import { BLANK, type Memory } from './receipts/memory.js';
import { receiptsOf } from './receipts/note.js';
import type { MetFile, TargetReceipt } from './receipts/receipt.js';
import { readShard } from './shards.js';

/**
 * Renders the selected targets, but for those of files that are remembered and on disk as they were. With any error in
 * the spec nothing at all is written.
 */
export function generateWhole(args: GenerateArguments, memory: Memory = BLANK): Outcome {
  const known: Known = { names: new Set(), targets: new Map() };
  const skip = (file: MetFile) => recallFile(file, args, memory, known);
  const loaded = loadSpec(args.spec, { tolerant: true, skip });
  const { spec, sources, inputs } = loaded;
  if (spec === undefined) return ended(loaded.diagnostics, sources);
  const part = readShard(args.shard);
  if ('wrong' in part) return ended([part.wrong], sources);
  const selected = selectTargets(spec, args.targets, part.shard);
  const judged = judgeFleet(selected.targets);
  const found = [...loaded.diagnostics, ...selected.diagnostics, ...judged.flatMap((one) => one.diagnostics)];
  // What is wrong is told with all of the spec at hand.
  if (known.names.size > 0 && (hasErrors(found) || spec.targets.some(({ name }) => known.names.has(name))))
    return generateWhole(args);
  if (hasErrors(found)) return ended(found, sources);
  const outDir = outDirOf(args);
  const names = [...judged.map(({ target }) => target.name), ...known.targets.keys()].sort(compareText);
  const outputs = names.map((name) => join(outDir, name, 'manifest.json'));
  const build = prepareBuildFiles(args, { inputs, outputs }, outDir);
  if (build.refused.length > 0) return ended([...found, ...build.refused], sources);
  const orphans = orphansOf(args, outDir, [...spec.targets.map(({ name }) => name), ...known.names]);
  const manifests = new Map<string, string>();
  const { results, diagnostics: written } = carryOut(args, outDir, judged, manifests);
  const remembered = [...known.targets.values()].flatMap(({ diagnostics }) => diagnostics);
  const done = [
    ...found,
    ...remembered,
    ...orphans,
    ...(args.mode === 'check' ? asErrors(written) : written),
  ];
  const told = hasErrors(done) ? [] : build.write();
  if (args.mode === 'write' && loaded.diagnostics.length === 0 && !hasErrors(done)) {
    const said = new Map(judged.map(({ target, diagnostics }) => [target.name, diagnostics]));
    memory.keep(receiptsOf({ spec, include: loaded.include, said, manifests }, splitPath(args.spec).name));
  }
  const of = [...results, ...[...known.targets.keys()].map((name) => settled(name, args.mode))].sort(
    byTarget,
  );
  return ended([...done, ...told], sources, { of, mode: args.mode, outDir });
}

/** What of the spec is remembered, and was not read therefore. */
interface Known {
  /** All targets of the files that were left out. */
  readonly names: Set<string>;
  /** Those of them that the run is about. */
  readonly targets: Map<string, TargetReceipt>;
}

/** Whether all that is wanted of a file is remembered, and on disk as it was. Adds it to `known`. */
function recallFile(file: MetFile, args: GenerateArguments, memory: Memory, known: Known): boolean {
  const receipt = memory.recall(file);
  if (receipt === undefined || file.role === 'root' || args.shard !== undefined) return false;
  // A name that another file has, too, is found when neither is left out.
  if (receipt.names.some((name) => known.names.has(name))) return false;
  const chosen = [...choose(receipt.names, args.targets).chosen];
  if (chosen.some((name) => !memory.isCurrent(name, receipt))) return false;
  for (const name of receipt.names) known.names.add(name);
  for (const name of chosen) {
    const target = receipt.targets[name];
    if (target !== undefined) known.targets.set(name, target);
  }
  return true;
}

function asErrors(stale: readonly Diagnostic[]): readonly Diagnostic[] {
  return stale.map((one) => (one.code === 'WD0505' ? { ...one, severity: 'error' as const } : one));
}

function byTarget(a: TargetResult, b: TargetResult): number {
  return compareText(a.target, b.target);
}

/** `manifests` gets the SHA-256 of the manifest of each target that is on disk as it should be afterwards. */
function carryOut(
  { mode, force }: GenerateArguments,
  outDir: string,
  judged: readonly JudgedTarget[],
  manifests: Map<string, string>,
) {
  if (mode === 'check') {
    const { value = [], diagnostics } = compareTargets(outDir, treesOf(judged));
    return { results: value.map(compared), diagnostics };
  }
  const { value = [], diagnostics } = applyTargets(outDir, noting(treesOf(judged), manifests), {
    force,
    dryRun: mode === 'dry-run',
  });
  for (const { target, outcome } of value) if (outcome === 'blocked') manifests.delete(target);
  return { results: value.map((one) => applied(one, force)), diagnostics };
}

function* noting(trees: Iterable<TargetTree>, manifests: Map<string, string>): Generator<TargetTree> {
  for (const tree of trees) {
    manifests.set(tree.target, sha256(tree.manifest));
    yield tree;
  }
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
