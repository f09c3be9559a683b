import { type Diagnostic, diagnostic } from '../../core/diagnostic.js';
import { formatPath, type KeyPath } from '../../core/path.js';
import { appendItems, type Edit, insertTable, removeKey, replaceValue } from '../../source/edit.js';
import type { SpecTarget } from '../../spec/read.js';
import { statesOf } from '../../spec/settings.js';
import { isTable, valueAt } from '../../spec/walk.js';
import type { TargetEdits } from './carry-out.js';
import { type Choice, tableOf } from './choose.js';
import type { JudgedGate, JudgedGates } from './gates.js';

/** A target whose gates are lifted without their evidence. */
export interface Overridden {
  readonly choice: Choice;
  readonly gates: JudgedGates;
}

/** The loud warning, one for each target. */
export function overrideWarnings(overridden: readonly Overridden[], reason: string): Diagnostic[] {
  return overridden.map(({ choice: { target, change }, gates: { gates } }) =>
    diagnostic('WD0308', {
      path: ['target', target.name],
      detail: `${[...new Set(gates.flatMap(unmetOf))].join(', ')} not met; lifted all the same for ${change.map(({ words }) => words).join(', ')}: ${reason}`,
      help: 'the reason stands in the spec now, and `wdgen status` shows it',
    }),
  );
}

function unmetOf({ progress }: JudgedGate): string[] {
  return progress.filter(({ met }) => !met).map(({ gate }) => gate);
}

/** Edits that write the reason into the tables whose gates were not met. */
export function overrideEdits(overridden: readonly Overridden[], reason: string): TargetEdits[] {
  return overridden.map(({ choice: { target, change }, gates: { gates } }) => ({
    target,
    edits: gates.flatMap((gate) => {
      const unmet = unmetOf(gate);
      const settings = change.filter((state) => tableOf(state) === formatPath(gate.table));
      const said = { reason: reason.trim(), settings: settings.map(({ words }) => words), unmet };
      return unmet.length === 0 ? [] : write([...gate.table, 'override'], target, said);
    }),
  }));
}

/** What an override says. */
interface Said {
  readonly reason: string;
  readonly settings: readonly string[];
  readonly unmet: readonly string[];
}

function write(path: KeyPath, target: SpecTarget, said: Said): Edit[] {
  const there = readOverride(valueAt(target.document.value, path));
  if (there === undefined) return [insertTable(path, { ...said })];
  const more = (key: 'settings' | 'unmet') => said[key].filter((one) => !there[key].includes(one));
  return [
    ...(there.reason.split('; ').includes(said.reason)
      ? []
      : [replaceValue([...path, 'reason'], `${there.reason}; ${said.reason}`)]),
    ...(['settings', 'unmet'] as const).flatMap((key) =>
      more(key).length === 0 ? [] : [appendItems([...path, key], more(key))],
    ),
  ];
}

function readOverride(value: unknown): Said | undefined {
  if (!isTable(value)) return undefined;
  const list = (key: string) => (Array.isArray(value[key]) ? value[key].map(String) : []);
  return { reason: String(value['reason']), settings: list('settings'), unmet: list('unmet') };
}

/** Edits that take away overrides of which no setting is left active once `change` is deferred. */
export function overridesGone({ target, change }: Choice): Edit[] {
  const gone = new Set(change.map(({ words }) => words));
  const left = new Set(activeWords(target).filter((words) => !gone.has(words)));
  return [...overridesOf(target)].flatMap(([path, { settings }]) =>
    settings.some((words) => left.has(words)) || !settings.some((words) => gone.has(words))
      ? []
      : [removeKey([...path, 'override'], 'drop')],
  );
}

/** Overrides that are in force, in words. */
export function overrideRemarks(target: SpecTarget): string[] {
  const active = new Set(activeWords(target));
  return [...overridesOf(target).values()].flatMap(({ reason, settings, unmet }) => {
    const still = settings.filter((words) => active.has(words));
    return still.length === 0
      ? []
      : [`${target.name}: ${still.join(', ')} enabled without evidence (${unmet.join(', ')}): ${reason}`];
  });
}

function activeWords(target: SpecTarget): string[] {
  return statesOf(target)
    .filter(({ active, deferred }) => active !== undefined && deferred === undefined)
    .map(({ words }) => words);
}

/** Every override of a target by the table that it stands in. */
function overridesOf(target: SpecTarget): Map<KeyPath, Said> {
  const tables = new Map(statesOf(target).map(({ table }) => [formatPath(table), table]));
  return new Map(
    [...tables.values()].flatMap((table) => {
      const said = readOverride(valueAt(target.document.value, [...table, 'override']));
      return said === undefined ? [] : [[table, said] as const];
    }),
  );
}
