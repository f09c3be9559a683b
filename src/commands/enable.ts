import type { Outcome } from '../core/outcome.js';
import { hasErrors } from '../core/report.js';
import type { WrittenState } from '../spec/settings.js';
import { type JudgedTarget, selectTargets } from './compile.js';
import { exitOf } from './exits.js';
import { outDirOf } from './generate-outcome.js';
import { loadSpec } from './load.js';
import { type Choice, checkReason, choose, type Judgement } from './states/choose.js';
import { enableEdits } from './states/edits.js';
import { gatesOf, hashOf, unmetGates, uselessEvidence } from './states/gates.js';
import { type Overridden, overrideEdits, overrideWarnings } from './states/overrides.js';
import { changeRows, said } from './states/report.js';
import { type Permit, runChange } from './states/run.js';

export interface EnableArguments {
  readonly spec: string;
  readonly targets: readonly string[];
  readonly settings: readonly string[];
  /** Lifts without evidence; the reason is kept. */
  readonly override: string | undefined;
  readonly out: string | undefined;
  readonly dryRun: boolean;
}

/** `wdgen enable`: what is deferred becomes active, in the user's own spec and in the tree. */
export async function enable(args: EnableArguments): Promise<Outcome> {
  const { spec, diagnostics, sources } = loadSpec(args.spec);
  if (spec === undefined) return { exit: exitOf(diagnostics), blocks: [], data: null, diagnostics, sources };
  const selected = selectTargets(spec, args.targets);
  const { choices, diagnostics: refused } = choose(selected.targets, args.settings, judge);
  const found = [...selected.diagnostics, ...refused, ...checkReason('--override', args.override)];
  if (hasErrors(found)) return { exit: exitOf(found), blocks: [], data: null, diagnostics: found, sources };
  const changing = choices.filter(({ change }) => change.length > 0);
  return runChange({
    spec: args.spec,
    outDir: outDirOf(args),
    dryRun: args.dryRun,
    edits: changing.map((choice) => ({ target: choice.target, edits: enableEdits(choice) })),
    rows: changeRows(changing, ({ kind, deferred }) =>
      kind === 'mechanism' ? 'active' : `active ${said(deferred)}`,
    ),
    remarks: choices.flatMap(({ remarks }) => remarks),
    permit: (judged) => permit(args, changing, judged),
  });
}

/** Whether the gates let the change pass: they are met, or overridden. */
async function permit(
  { spec, override }: EnableArguments,
  changing: readonly Choice[],
  after: readonly JudgedTarget[],
): Promise<Permit> {
  const all: Overridden[] = [];
  for (const choice of changing) {
    const { name } = choice.target;
    const changed = after.find(({ target }) => target.name === name);
    const result = changed === undefined ? undefined : hashOf(changed);
    all.push({ choice, gates: await gatesOf(spec, choice.target, choice.change, result) });
  }
  const unmet = all.filter(({ gates }) => unmetGates(gates).length > 0);
  const useless = unmet.flatMap(({ choice, gates }) => uselessEvidence(choice.target.name, gates.problems));
  if (override === undefined)
    return { diagnostics: [...unmet.flatMap(({ gates }) => unmetGates(gates)), ...useless] };
  return {
    diagnostics: [...overrideWarnings(unmet, override), ...useless],
    edits: overrideEdits(unmet, override),
  };
}

function judge({ words, deferred, forbidden, active }: WrittenState, named: boolean): Judgement {
  if (forbidden !== undefined) {
    if (!named) return { kind: 'skip' };
    const detail = `\`${words}\` is forbidden on this board: ${forbidden}`;
    return { kind: 'refuse', detail, help: 'settle the reason, then write { deferred = .. } with its gate' };
  }
  if (deferred !== undefined) return { kind: 'change' };
  if (!named) return { kind: 'skip' };
  return { kind: 'remark', text: `is active already: ${said(active)}` };
}
