import type { KeyPath } from '../../core/path.js';
import {
  appendItems,
  type Edit,
  insertTable,
  removeKey,
  renameKey,
  replaceValue,
} from '../../source/edit.js';
import { statesOf, type WrittenState } from '../../spec/settings.js';
import { isTable, valueAt } from '../../spec/walk.js';
import type { TargetEdits } from './carry-out.js';
import { type Choice, tableOf } from './choose.js';
import { overridesGone } from './overrides.js';

/** Edits that make what is deferred active. A deferral that speaks about nothing afterwards goes, too. */
export function enableEdits({ target, change }: Choice): Edit[] {
  const changed = new Set(change.map(({ words }) => words));
  const waiting = statesOf(target).filter(
    ({ deferred, words }) => deferred !== undefined && !changed.has(words),
  );
  const still = new Set(waiting.map(tableOf));
  const emptied = tablesOf(change).filter(
    ({ key, path }) => !still.has(key) && valueAt(target.document.value, [...path, 'deferral']) !== undefined,
  );
  return [...change.flatMap(lift), ...emptied.map(({ path }) => removeKey([...path, 'deferral'], 'drop'))];
}

function lift({ kind, path, active }: WrittenState): Edit[] {
  if (kind === 'mechanism') return [replaceValue([...path, 'state'], 'active')];
  return [
    ...(active === undefined ? [] : [removeKey([...path, 'active'])]),
    renameKey([...path, 'deferred'], 'active'),
  ];
}

/** Why settings are deferred, and what lifts that; no gates: those that are there, else an approval. */
export interface Deferral {
  readonly reason: string;
  readonly gates: readonly string[];
}

/** Edits that make what is active deferred, and say why. An override that spoke about it goes first. */
export function deferEdits(choice: Choice, deferral: Deferral): Omit<TargetEdits, 'target'> {
  const { target, change } = choice;
  const states = change.map(({ kind, path }) =>
    kind === 'mechanism'
      ? replaceValue([...path, 'state'], 'deferred')
      : renameKey([...path, 'active'], 'deferred'),
  );
  const reasons = tablesOf(change).flatMap(({ path }) =>
    explain([...path, 'deferral'], valueAt(target.document.value, [...path, 'deferral']), deferral),
  );
  const gone = overridesGone(choice);
  return gone.length === 0
    ? { edits: [...states, ...reasons] }
    : { edits: [...states, ...gone], after: reasons };
}

/** A deferral that is there already speaks about other settings, too: nothing of it is lost, no gate gets weaker. */
function explain(path: KeyPath, written: unknown, { reason, gates }: Deferral): Edit[] {
  if (!isTable(written))
    return [insertTable(path, { reason, gate: gates.length === 0 ? ['approval'] : gates })];
  const said = String(written['reason']);
  const gate = Array.isArray(written['gate']) ? written['gate'].map(String) : [];
  const more = gates.filter((one) => !gate.includes(one));
  return [
    ...(said.split('; ').includes(reason) ? [] : [replaceValue([...path, 'reason'], `${said}; ${reason}`)]),
    ...(more.length === 0 ? [] : [appendItems([...path, 'gate'], more)]),
  ];
}

function tablesOf(change: readonly WrittenState[]): { readonly key: string; readonly path: KeyPath }[] {
  const tables = new Map(change.map((state) => [tableOf(state), state.table]));
  return [...tables].map(([key, path]) => ({ key, path }));
}
