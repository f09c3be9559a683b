import type { Block, Outcome } from '../core/outcome.js';
import { hasErrors, sortDiagnostics } from '../core/report.js';
import type { Setting, State } from '../core/state.js';
import { stateOf } from '../core/state.js';
import { specWord } from '../plan/lookup.js';
import type { Deferral, TargetPlan } from '../plan/types.js';
import { inWords } from '../plan/words.js';
import { compileTarget, selectTargets } from './compile.js';
import { loadSpec } from './load.js';

export interface StatusArguments {
  readonly spec: string;
  readonly targets: readonly string[];
}

interface StatusRow {
  readonly target: string;
  readonly setting: string;
  readonly state: State;
  readonly value: string;
  readonly deferredTo: string | null;
  readonly gate: readonly string[];
  readonly reason: string | null;
}

/** `wdgen status`: target x setting x state x gate x what is missing. */
export function status({ spec: path, targets }: StatusArguments): Outcome {
  const { spec, diagnostics, sources } = loadSpec(path, { tolerant: true });
  if (spec === undefined)
    return { exit: 2, blocks: [], data: null, diagnostics: sortDiagnostics(diagnostics), sources };
  const selected = selectTargets(spec, targets);
  const judged = selected.targets.map((target) => compileTarget(target));
  const found = [...diagnostics, ...selected.diagnostics, ...judged.flatMap((one) => one.diagnostics)].filter(
    (d) => d.severity === 'error',
  );
  const rows = judged.flatMap(({ resolved }) => (resolved === undefined ? [] : rowsOf(resolved.plan)));
  const head = ['target', 'setting', 'state', 'value', 'deferred to', 'waits for'];
  const table = { kind: 'table', head, rows: rows.map(toCells) } as const;
  const exit = hasErrors(found) ? 2 : 0;
  return {
    exit,
    blocks: rows.length === 0 ? [] : [table, ...reasons(rows)],
    data: rows,
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

function rowsOf({ name, watchdog, kernel }: TargetPlan): StatusRow[] {
  const settings = SETTINGS.flatMap((key) =>
    rowOf(name, `watchdog.${specWord(key)}`, key, watchdog[key], watchdog.deferral),
  );
  const flags = kernel.flags
    .filter(({ from, setting }) => from === 'spec' || setting.active === null)
    .flatMap(({ symbol, setting }) =>
      rowOf(name, `kernel.flags.${symbol}`, symbol, setting, kernel.deferral),
    );
  return [...settings, ...flags];
}

function rowOf(
  target: string,
  setting: string,
  key: string,
  value: Setting<unknown>,
  deferral: Deferral | null,
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
    },
  ];
}

function toCells({ target, setting, state, value, deferredTo, gate }: StatusRow): string[] {
  return [target, setting, state, value, deferredTo ?? '', gate.join(', ')];
}

/** Why things are deferred, once per reason. */
function reasons(rows: readonly StatusRow[]): Block[] {
  const said = new Set(
    rows.flatMap(({ target, reason }) =>
      reason === null ? [] : [`${target} is deferred because: ${reason}`],
    ),
  );
  return said.size === 0 ? [] : [{ kind: 'text', text: [...said].join('\n') }];
}
