import type { Diagnostic } from '../core/diagnostic.js';
import { failed, ok, type Report } from '../core/report.js';
import { compareTarget, isSame, same, type TargetComparison } from './compare.js';
import { obstacles, staleness } from './findings.js';
import { hasLeftovers } from './recover.js';
import { LOCK_WAIT_MS, reading, type Session, withSession } from './session.js';
import type { TargetTree } from './tree.js';
import { mayWrite, writeTarget } from './write.js';

export interface ApplyOptions {
  /** Overwrite and delete what was changed by hand. What is not wdgen's stays even then. */
  readonly force?: boolean;
  /** Say what would happen, write nothing. */
  readonly dryRun?: boolean;
  /** How long to wait for another run. */
  readonly lockWaitMs?: number;
}

/** What became of a target; with `dryRun`, what would. */
export interface ApplyResult {
  readonly target: string;
  readonly outcome: 'unchanged' | 'created' | 'updated' | 'blocked';
  /** What the outcome rests on. An unchanged target is not searched for foreign files, which `compareTargets` lists. */
  readonly comparison: TargetComparison;
}

/**
 * Compares targets with the disk, one at a time, without writing anything. Findings: WD0501-WD0503 for what
 * blocks a target, WD0505 for a stale or absent one.
 */
export function compareTargets(
  outDir: string,
  trees: Iterable<TargetTree>,
): Report<readonly TargetComparison[]> {
  return reading(outDir, () => {
    const comparisons: TargetComparison[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const tree of trees) {
      const comparison = compareTarget(outDir, tree);
      comparisons.push(comparison);
      diagnostics.push(...obstacles(outDir, comparison, false), ...staleness(outDir, comparison));
    }
    return ok(comparisons, diagnostics);
  });
}

/**
 * Writes targets, one at a time; `trees` may be a generator, so that only one target's text is held at once.
 * A blocked target blocks only itself. A refusal of the machine (WD0901, WD0902) ends the run, without a value:
 * targets written before it stay written, the others are untouched.
 */
export function applyTargets(
  outDir: string,
  trees: Iterable<TargetTree>,
  options: ApplyOptions = {},
): Report<readonly ApplyResult[]> {
  const { force = false, dryRun = false, lockWaitMs = LOCK_WAIT_MS } = options;
  return withSession(outDir, lockWaitMs, (session) => {
    const results: ApplyResult[] = [];
    const diagnostics: Diagnostic[] = [];
    if (!dryRun && hasLeftovers(outDir)) {
      const begun = session.begin();
      if (begun.value === undefined) return failed(begun.diagnostics);
    }
    for (const tree of trees) {
      const report = dryRun ? ok(judge(outDir, tree, force)) : applyOne(outDir, tree, force, session);
      diagnostics.push(...report.diagnostics);
      if (report.value === undefined) return failed(diagnostics);
      results.push(report.value);
      if (report.value.outcome === 'blocked') {
        diagnostics.push(...obstacles(outDir, report.value.comparison, force));
      }
    }
    return ok(results, diagnostics);
  });
}

/** A first look needs no lock; when it finds something to write, a second one under the lock decides. */
function applyOne(outDir: string, tree: TargetTree, force: boolean, session: Session): Report<ApplyResult> {
  const first = judge(outDir, tree, force);
  if (!isWrite(first)) return ok(first);
  const locked = session.hasBegun();
  const begun = session.begin();
  if (begun.value === undefined) return failed(begun.diagnostics);
  const result = locked ? first : judge(outDir, tree, force);
  if (!isWrite(result)) return ok(result);
  const diagnostics = writeTarget(outDir, tree, result.comparison, { force });
  return diagnostics.length === 0 ? ok(result) : failed(diagnostics);
}

function isWrite({ outcome }: ApplyResult): boolean {
  return outcome === 'created' || outcome === 'updated';
}

function judge(outDir: string, tree: TargetTree, force: boolean): ApplyResult {
  const comparison = isSame(outDir, tree) ? same(tree.target) : compareTarget(outDir, tree);
  const { target, state } = comparison;
  if (state === 'same') return { target, outcome: 'unchanged', comparison };
  if (!mayWrite(comparison, { force })) return { target, outcome: 'blocked', comparison };
  return { target, outcome: state === 'absent' ? 'created' : 'updated', comparison };
}
