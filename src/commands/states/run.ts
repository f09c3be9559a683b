import { join } from 'node:path';
import { type CoverageChange, coverageChanges } from '../../analyse/coverage.js';
import type { Diagnostic } from '../../core/diagnostic.js';
import { type Block, exitCodes, type Outcome } from '../../core/outcome.js';
import { hasErrors } from '../../core/report.js';
import type { ApplyResult } from '../../output/index.js';
import { compileTarget, type JudgedTarget } from '../compile.js';
import { coverageTable } from '../coverage-table.js';
import { exitOf } from '../exits.js';
import { carryOut, type Prepared, prepare, type TargetEdits } from './carry-out.js';
import { type ChangeRow, changeTable, diffBlock, diffOf, MANY } from './report.js';

/** A change of states that is ready to be tried. */
export interface Wanted {
  readonly spec: string;
  readonly outDir: string;
  readonly dryRun: boolean;
  readonly edits: readonly TargetEdits[];
  readonly rows: readonly ChangeRow[];
  /** What else is to be said: settings that are left alone. */
  readonly remarks: readonly string[];
  /** Asked when the result is known to be sound: whether the change may be made. */
  readonly permit: (after: readonly JudgedTarget[]) => Promise<Permit>;
}

/** What speaks for and against a change; an error forbids it. */
export interface Permit {
  readonly diagnostics: readonly Diagnostic[];
  /** What else is written into the spec with the change. */
  readonly edits?: readonly TargetEdits[];
}

/** Works a change out, shows it, and unless it is a dry run carries it out. */
export async function runChange(wanted: Wanted): Promise<Outcome> {
  const { spec, outDir, dryRun, edits, rows } = wanted;
  if (rows.length === 0) return nothingToDo(wanted);
  const plain = prepare(spec, outDir, edits);
  const permit = hasErrors(plain.diagnostics) ? undefined : await wanted.permit(plain.judged);
  const told = permit?.diagnostics ?? [];
  if (permit === undefined || hasErrors(told)) return outcome(wanted, plain, [], told);
  const more = permit.edits ?? [];
  const prepared = more.length === 0 ? plain : prepare(spec, outDir, withMore(edits, more));
  if (dryRun || hasErrors(prepared.diagnostics)) return outcome(wanted, prepared, prepared.results, told);
  const before = edits.map(({ target }) => target);
  const { results, diagnostics } = carryOut(outDir, prepared, before);
  return outcome(wanted, prepared, results, [...told, ...diagnostics]);
}

function withMore(edits: readonly TargetEdits[], more: readonly TargetEdits[]): TargetEdits[] {
  return edits.map((one) => ({
    ...one,
    after: more.filter(({ target }) => target === one.target).flatMap((other) => other.edits),
  }));
}

function nothingToDo({ remarks }: Wanted): Outcome {
  const text = ['Nothing to change.', ...remarks].join('\n');
  return {
    exit: exitCodes.yes,
    blocks: [{ kind: 'text', text }],
    data: { changes: [], remarks, coverage: [], diff: '', written: false, results: [] },
    diagnostics: [],
    sources: new Map(),
  };
}

function outcome(
  { rows, remarks, dryRun, outDir, edits }: Wanted,
  prepared: Prepared,
  results: readonly ApplyResult[],
  later: readonly Diagnostic[],
): Outcome {
  const diff = diffOf(prepared.files);
  const diagnostics = [...prepared.diagnostics, ...later];
  const failed = hasErrors(diagnostics);
  const covers = rows.length > MANY ? [] : coverageOf(edits, prepared);
  const end = failed ? 'Nothing was changed.' : dryRun ? 'Dry run: nothing was written.' : undefined;
  return {
    exit: exitOfChange(diagnostics),
    blocks: [
      ...changeTable(rows),
      ...diffBlock(diff, rows, dryRun),
      ...coverageTable(covers),
      ...(results.length === 0 ? texts(diff === '' ? [] : ['']) : [resultTable(results, outDir, dryRun)]),
      ...texts([...remarks, ...(end === undefined ? [] : [end])]),
    ],
    data: {
      changes: rows,
      remarks,
      coverage: covers,
      diff,
      written: !failed && !dryRun,
      results: results.map((one) => ({
        target: one.target,
        outcome: one.outcome,
        changes: one.comparison.changes,
      })),
    },
    diagnostics,
    sources: prepared.sources,
  };
}

/** The failures that the change lets be caught, or no longer. */
function coverageOf(edits: readonly TargetEdits[], { judged }: Prepared): CoverageChange[] {
  return edits.flatMap(({ target }) => {
    const before = compileTarget(target).resolved?.plan;
    const after = judged.find((one) => one.target.name === target.name)?.resolved?.plan;
    return before === undefined || after === undefined ? [] : coverageChanges(before, after);
  });
}

function texts(lines: readonly string[]): Block[] {
  return lines.length === 0 ? [] : [{ kind: 'text', text: lines.join('\n') }];
}

function resultTable(results: readonly ApplyResult[], outDir: string, dryRun: boolean): Block {
  const rows = results.map(({ target, outcome: result, comparison }) => [
    join(outDir, target),
    dryRun && (result === 'created' || result === 'updated') ? `would be ${result}` : result,
    comparison.changes.length === 0 ? '' : String(comparison.changes.length),
  ]);
  if (rows.length <= MANY) return { kind: 'table', head: ['files', 'result', 'changes'], rows };
  const outcomes = [...new Set(rows.map(([, result]) => result ?? ''))];
  const counts = outcomes.map((one) => [String(rows.filter(([, result]) => result === one).length), one]);
  return { kind: 'table', head: ['targets', 'result'], rows: counts };
}

/** A spec that would become wrong is a no; a spec that is wrong already could not be asked. */
function exitOfChange(diagnostics: readonly Diagnostic[]) {
  const exit = exitOf(diagnostics);
  const refused = diagnostics.some(({ code }) => code === 'WD0304');
  return refused && exit === exitCodes.cannot ? exitCodes.no : exit;
}
