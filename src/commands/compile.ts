import { judge } from '../analyse/judge.js';
import { artefactsOf } from '../backends/index.js';
import type { Artefact } from '../backends/types.js';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { hasErrors } from '../core/report.js';
import { type Shard, shardOf } from '../core/shard.js';
import { suggest } from '../core/suggest.js';
import { buildTree, type TargetTree } from '../output/index.js';
import { resolveTarget } from '../plan/resolve.js';
import type { ResolvedTarget } from '../plan/types.js';
import type { Spec, SpecTarget } from '../spec/read.js';
import { choose } from './choose.js';

/** A target with its plan and what the rules say about it. */
export interface JudgedTarget {
  readonly target: SpecTarget;
  /** Absent when the target has errors that make a plan impossible, and where it is made again when it is needed. */
  readonly resolved?: ResolvedTarget;
  readonly diagnostics: readonly Diagnostic[];
}

/** Resolves and judges one target; notes are for `check`, which shows them. */
export function compileTarget(target: SpecTarget, { notes = false } = {}): JudgedTarget {
  const { value: resolved, diagnostics } = resolveTarget(target);
  if (resolved === undefined) return { target, diagnostics };
  return { target, resolved, diagnostics: [...diagnostics, ...judge(target, resolved, { notes })] };
}

/**
 * Judges targets one after the other. Of a fleet not every plan is kept until it is rendered: making it a second time
 * costs less than the memory.
 */
export function judgeFleet(targets: readonly SpecTarget[]): readonly JudgedTarget[] {
  return targets.map((target, index) => {
    const { diagnostics, ...judged } = compileTarget(target);
    return index < KEPT_PLANS ? { ...judged, diagnostics } : { target, diagnostics };
  });
}

const KEPT_PLANS = 200;

/** The files of a target, or nothing where an error makes every file wrong. */
export function renderTarget({
  target,
  resolved,
  diagnostics,
}: JudgedTarget): readonly Artefact[] | undefined {
  if (hasErrors(diagnostics)) return undefined;
  const plan = (resolved ?? resolveTarget(target).value)?.plan;
  return plan === undefined ? undefined : artefactsOf(plan);
}

/** One target in memory at a time. */
export function* treesOf(judged: readonly JudgedTarget[]): Generator<TargetTree> {
  for (const one of judged) {
    const artefacts = renderTarget(one);
    if (artefacts !== undefined) yield buildTree(one.target.name, artefacts, one.target.specFile);
  }
}

/** The targets that a command is about: all, or those named with --target (names or globs with `*`); or a part of them. */
export interface Selection {
  readonly targets: readonly SpecTarget[];
  readonly diagnostics: readonly Diagnostic[];
}

export function selectTargets(spec: Spec, patterns: readonly string[], shard?: Shard): Selection {
  const { targets, diagnostics } = selectNamed(spec, patterns);
  return { targets: shard === undefined ? targets : shardOf(targets, shard), diagnostics };
}

function selectNamed(spec: Spec, patterns: readonly string[]): Selection {
  if (patterns.length === 0) return { targets: spec.targets, diagnostics: [] };
  const { chosen, unmatched } = choose([...spec.targets.map(({ name }) => name), ...spec.unsound], patterns);
  return {
    targets: spec.targets.filter(({ name }) => chosen.has(name)),
    diagnostics: unmatched.map((pattern) => noSuchTarget(pattern, spec)),
  };
}

/** The diagnostic for a target that the spec does not have. */
export function noSuchTarget(name: string, { targets }: Spec): Diagnostic {
  const names = targets.map((target) => target.name);
  const near = suggest(name, names);
  return diagnostic('WD0207', {
    detail: `The spec has no target \`${name}\`.`,
    help: near === undefined ? `targets: ${names.slice(0, 20).join(', ')}` : `did you mean \`${near}\`?`,
  });
}
