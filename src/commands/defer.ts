import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import type { Outcome } from '../core/outcome.js';
import { hasErrors } from '../core/report.js';
import { parseGate } from '../evidence/gate.js';
import type { WrittenState } from '../spec/settings.js';
import { selectTargets } from './compile.js';
import { exitOf } from './exits.js';
import { outDirOf } from './generate-outcome.js';
import { loadSpec } from './load.js';
import { checkReason, choose, type Judgement } from './states/choose.js';
import { deferEdits } from './states/edits.js';
import { changeRows, said } from './states/report.js';
import { runChange } from './states/run.js';

export interface DeferArguments {
  readonly spec: string;
  readonly targets: readonly string[];
  readonly settings: readonly string[];
  readonly reason: string;
  readonly gates: readonly string[];
  readonly out: string | undefined;
  readonly dryRun: boolean;
}

/** `wdgen defer`: the way back. What is active becomes a documented target again, with the reason. */
export async function defer(args: DeferArguments): Promise<Outcome> {
  const { spec, diagnostics, sources } = loadSpec(args.spec);
  if (spec === undefined) return { exit: exitOf(diagnostics), blocks: [], data: null, diagnostics, sources };
  const selected = selectTargets(spec, args.targets);
  // Without a word about which, it is the watchdog that is to be disarmed.
  const settings = args.settings.length === 0 ? ['watchdog'] : args.settings;
  const { choices, diagnostics: refused } = choose(selected.targets, settings, judge);
  const found = [
    ...selected.diagnostics,
    ...refused,
    ...checkReason('--reason', args.reason),
    ...args.gates.flatMap(checkGate),
  ];
  if (hasErrors(found)) return { exit: exitOf(found), blocks: [], data: null, diagnostics: found, sources };
  const changing = choices.filter(({ change }) => change.length > 0);
  return runChange({
    spec: args.spec,
    outDir: outDirOf(args),
    dryRun: args.dryRun,
    edits: changing.map((choice) => ({ target: choice.target, ...deferEdits(choice, args) })),
    rows: changeRows(changing, ({ kind, active }) =>
      kind === 'mechanism' ? 'deferred' : `deferred ${said(active)}`,
    ),
    remarks: choices.flatMap(({ remarks }) => remarks),
    permit: async () => ({ diagnostics: [] }),
  });
}

function checkGate(gate: string): Diagnostic[] {
  if (parseGate(gate) !== undefined) return [];
  const detail = `${JSON.stringify(gate)} is no gate.`;
  return [
    diagnostic('WD0601', { detail, help: 'gates: rehearsal, boots:N, fired, soak:DURATION, approval' }),
  ];
}

function judge({ words, active, deferred, forbidden }: WrittenState, named: boolean): Judgement {
  if (forbidden !== undefined || active === undefined) {
    if (!named) return { kind: 'skip' };
    return {
      kind: 'remark',
      text: forbidden === undefined ? 'is deferred already' : 'is forbidden, and not active',
    };
  }
  if (deferred === undefined) return { kind: 'change' };
  const waits = `${said(deferred)} waits behind ${said(active)}`;
  if (!named) return { kind: 'remark', text: `stays as it is: ${waits}` };
  const detail = `\`${words}\`: ${waits}. Deferring ${said(active)} would lose one of the two.`;
  return { kind: 'refuse', detail, help: `decide which one to keep, and write ${words} = { deferred = .. }` };
}
