import { codes, type DiagnosticCode } from '../core/codes.js';
import type { Block, Outcome } from '../core/outcome.js';
import { hasErrors, sortDiagnostics } from '../core/report.js';
import type { Setting, State } from '../core/state.js';
import { stateOf, unset } from '../core/state.js';
import type { GateProgress } from '../evidence/progress.js';
import { specWord } from '../plan/lookup.js';
import type { Deferral, SilencedRule, TargetPlan } from '../plan/types.js';
import { inWords } from '../plan/words.js';
import { compileTarget, selectTargets } from './compile.js';
import { loadSpec } from './load.js';
import { type EvidenceRow, evidenceTable } from './states/evidence-rows.js';
import { type GateStatus, gateStatus, progressText } from './states/gate-status.js';
import { mechanismsOf } from './status-mechanisms.js';

export interface StatusArguments {
  readonly spec: string;
  readonly targets: readonly string[];
  /** The time, for the age of evidence; nothing is decided by it. */
  readonly nowMs: number;
}

interface StatusRow {
  readonly target: string;
  readonly setting: string;
  readonly state: State | 'silenced';
  readonly value: string;
  readonly deferredTo: string | null;
  readonly gate: readonly string[];
  readonly reason: string | null;
  /** How far each condition of the gate is. */
  readonly progress: readonly GateProgress[];
}

/** `wdgen status`: target x setting x state x gate x what is missing. */
export async function status({ spec: path, targets, nowMs }: StatusArguments): Promise<Outcome> {
  const { spec, diagnostics, sources } = loadSpec(path, { tolerant: true });
  if (spec === undefined)
    return { exit: 2, blocks: [], data: null, diagnostics: sortDiagnostics(diagnostics), sources };
  const selected = selectTargets(spec, targets);
  const judged = selected.targets.map((target) => compileTarget(target));
  const found = [...diagnostics, ...selected.diagnostics, ...judged.flatMap((one) => one.diagnostics)].filter(
    (d) => d.severity === 'error',
  );
  const rows: StatusRow[] = [];
  const remarks: string[] = [];
  const evidence: EvidenceRow[] = [];
  for (const { target, resolved } of judged) {
    if (resolved === undefined) continue;
    const gates = await gateStatus(path, target, nowMs);
    rows.push(...rowsOf(resolved.plan, gates.progress));
    remarks.push(...gates.remarks);
    evidence.push(...gates.evidence);
  }
  const head = ['target', 'setting', 'state', 'value', 'deferred to', 'waits for'];
  const table = { kind: 'table', head, rows: rows.map(toCells) } as const;
  const exit = hasErrors(found) ? 2 : 0;
  return {
    exit,
    blocks:
      rows.length === 0
        ? []
        : [table, ...evidenceTable(evidence), ...sentences([...reasons(rows), ...remarks])],
    data: { settings: rows, evidence },
    diagnostics: sortDiagnostics(found),
    sources,
  };
}

const SETTINGS = [
  'feeder',
  'runtimeMs',
  'petMs',
  'rebootMs',
  'kexecMs',
  'pretimeoutMs',
  'openTimeoutMs',
  'nowayout',
] as const;

function rowsOf(plan: TargetPlan, gates: GateStatus['progress']): StatusRow[] {
  const { name, watchdog, kernel, silenced } = plan;
  const silences = silenced.map((one) => silenceRow(name, one));
  const ofWatchdog = { deferral: watchdog.deferral, progress: gates.get('watchdog') ?? [] };
  // Flags that follow from the watchdog wait for its gate.
  const ofKernel = { deferral: kernel.deferral, progress: gates.get('kernel') ?? ofWatchdog.progress };
  const settings = SETTINGS.flatMap((key) =>
    rowOf(name, `watchdog.${specWord(key)}`, key, watchdog[key], ofWatchdog),
  );
  const flags = kernel.flags
    .filter(({ from, setting }) => from === 'spec' || setting.active === null)
    .flatMap(({ symbol, setting }) => rowOf(name, `kernel.flags.${symbol}`, symbol, setting, ofKernel));
  const mechanisms = mechanismsOf(plan).flatMap(({ words, state, value, deferral, gate }) => {
    const setting = { ...unset, [state]: value };
    return rowOf(name, words, words, setting, { deferral, progress: gates.get(gate) ?? [] });
  });
  return [...settings, ...flags, ...mechanisms, ...silences];
}

/** A rule that is not listened to; its reason stands below the table. */
function silenceRow(target: string, { name, reason }: SilencedRule): StatusRow {
  const value = isCode(name) ? codes[name].summary : 'no such rule';
  const setting = `silence.${name}`;
  return { target, setting, state: 'silenced', value, deferredTo: null, gate: [], reason, progress: [] };
}

function isCode(name: string): name is DiagnosticCode {
  return Object.hasOwn(codes, name);
}

/** The deferral of a table, and how far its gate is. */
interface Waiting {
  readonly deferral: Deferral | null;
  readonly progress: readonly GateProgress[];
}

function rowOf(
  target: string,
  setting: string,
  key: string,
  value: Setting<unknown>,
  { deferral, progress }: Waiting,
): StatusRow[] {
  const state = stateOf(value);
  if (state === undefined) return [];
  const waits = value.deferred !== null && deferral !== null;
  return [
    {
      target,
      setting,
      state,
      value: inWords(
        [key],
        state === 'active' ? value.active : state === 'deferred' ? 'unset' : value.forbidden,
      ),
      deferredTo: value.deferred === null ? null : inWords([key], value.deferred),
      gate: waits ? deferral.gate : [],
      reason: waits ? deferral.reason : null,
      progress: waits ? progress : [],
    },
  ];
}

function toCells({ target, setting, state, value, deferredTo, progress }: StatusRow): string[] {
  return [target, setting, state, value, deferredTo ?? '', progressText(progress)];
}

/** Why things are deferred or silenced, once per reason. */
function reasons(rows: readonly StatusRow[]): string[] {
  const said = rows.flatMap(({ target, setting, state, reason }) => {
    if (reason === null) return [];
    const what = state === 'silenced' ? `${target} ${setting.replace('.', 's ')}` : `${target} is deferred`;
    return [`${what} because: ${reason}`];
  });
  return [...new Set(said)];
}

function sentences(lines: readonly string[]): Block[] {
  return lines.length === 0 ? [] : [{ kind: 'text', text: lines.join('\n') }];
}
