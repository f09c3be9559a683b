import type { Diagnostic } from '../core/diagnostic.js';
import { exitCodes, type Outcome } from '../core/outcome.js';
import { hasErrors, sortDiagnostics } from '../core/report.js';
import type { ResolvedTarget } from '../plan/types.js';
import type { SpecTarget } from '../spec/read.js';
import { compileTarget, selectTargets } from './compile.js';
import { loadSpec } from './load.js';

/** A target that a plan could be made of. */
export interface PlannedTarget {
  readonly target: SpecTarget;
  readonly resolved: ResolvedTarget;
}

/** The targets that a command reports on, and an outcome that only lacks the report. */
export interface Selected {
  readonly planned: readonly PlannedTarget[];
  readonly outcome: (report: Pick<Outcome, 'blocks' | 'data'>, more?: readonly Diagnostic[]) => Outcome;
}

/** Reads a spec for a report: sound targets are reported on even when others are not. */
export function selectPlanned(path: string, patterns: readonly string[]): Selected {
  const { spec, diagnostics, sources } = loadSpec(path, { tolerant: true });
  const selected = spec === undefined ? { targets: [], diagnostics: [] } : selectTargets(spec, patterns);
  const judged = selected.targets.map((target) => compileTarget(target));
  const found = [...diagnostics, ...selected.diagnostics, ...judged.flatMap((one) => one.diagnostics)];
  const errors = found.filter(({ severity }) => severity === 'error');
  return {
    planned: judged.flatMap(({ target, resolved }) => (resolved === undefined ? [] : [{ target, resolved }])),
    outcome: ({ blocks, data }, more = []) => {
      const all = sortDiagnostics([...errors, ...more]);
      return {
        exit: hasErrors(all) ? exitCodes.cannot : exitCodes.yes,
        blocks,
        data,
        diagnostics: all,
        sources,
      };
    },
  };
}
