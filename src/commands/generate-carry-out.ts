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
import { splitPath } from './files.js';
import { ended, type GenerateArguments, outDirOf, settled, type TargetResult } from './generate-outcome.js';
import { orphansOf } from './orphans.js';
import type { Known } from './receipts/known.js';
import type { Memory } from './receipts/memory.js';
import { receiptsOf } from './receipts/note.js';

/** A spec without errors that is read and judged, and waits to be rendered. */
export interface Work {
  /** What was said about the spec's form; nothing of it is remembered when there is anything. */
  readonly ofForm: readonly Diagnostic[];
  /** What was said about each target that is to be rendered, by name. */
  readonly said: ReadonlyMap<string, readonly Diagnostic[]>;
  readonly sources: ReadonlyMap<string, string>;
  readonly inputs: readonly string[];
  readonly include: readonly string[];
  /** Every target that was read, whether it is to be rendered or not. */
  readonly targets: readonly { readonly name: string; readonly specFile: string }[];
  readonly known: Known;
  /** Renders them, one at a time. */
  readonly trees: () => Iterable<TargetTree>;
}

/** Renders, compares and writes, as the arguments say, and notes what came of it. */
export function carryThrough(args: GenerateArguments, memory: Memory, work: Work): Outcome {
  const { said, sources, inputs, include, targets, known } = work;
  const outDir = outDirOf(args);
  const remembered = [...known.targets.values()].flatMap(({ diagnostics }) => diagnostics);
  const found = [...work.ofForm, ...[...said.values()].flat(), ...remembered];
  const names = [...said.keys(), ...known.targets.keys()].sort(compareText);
  const outputs = names.map((name) => join(outDir, name, 'manifest.json'));
  const build = prepareBuildFiles(args, { inputs, outputs }, outDir);
  if (build.refused.length > 0) return ended([...found, ...build.refused], sources);
  const orphans = orphansOf(args, outDir, [...targets.map(({ name }) => name), ...known.names]);
  const manifests = new Map<string, string>();
  const { results, diagnostics: written } = carryOut(args, outDir, work.trees(), manifests);
  const done = [...found, ...orphans, ...(args.mode === 'check' ? asErrors(written) : written)];
  const told = hasErrors(done) ? [] : build.write();
  if (args.mode === 'write' && work.ofForm.length === 0 && !hasErrors(done))
    memory.keep(receiptsOf({ targets, include, said, manifests }, splitPath(args.spec).name));
  const same = [...known.targets.keys()].map((name) => settled(name, args.mode));
  const of = [...results, ...same].sort(byTarget);
  return ended([...done, ...told], sources, { of, mode: args.mode, outDir });
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
  trees: Iterable<TargetTree>,
  manifests: Map<string, string>,
) {
  if (mode === 'check') {
    const { value = [], diagnostics } = compareTargets(outDir, trees);
    return { results: value.map(compared), diagnostics };
  }
  const { value = [], diagnostics } = applyTargets(outDir, noting(trees, manifests), {
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
