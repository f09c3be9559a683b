import type { GateProgress } from '../../evidence/progress.js';
import type { SpecTarget } from '../../spec/read.js';
import { statesOf } from '../../spec/settings.js';
import { gatesOf } from './gates.js';

/** What `status` says about a target's gates. */
export interface GateStatus {
  /** By the table whose deferral it is: `watchdog`, `kernel`, `rollback`. */
  readonly progress: ReadonlyMap<string, readonly GateProgress[]>;
  /** Overrides that are in force, and evidence that does not count. */
  readonly remarks: readonly string[];
}

/** Reads how far the gates of a target are, and what was lifted without them. */
export async function gateStatus(spec: string, target: SpecTarget): Promise<GateStatus> {
  const states = statesOf(target);
  const waiting = states.filter(({ deferred }) => deferred !== undefined);
  const { gates, evidence, problems } = await gatesOf(spec, target, waiting);
  const lifted = states.filter(({ active, deferred }) => active !== undefined && deferred === undefined);
  const active = new Set(lifted.map(({ words }) => words));
  const overrides = evidence.records.flatMap(({ record }) => {
    if (record.kind !== 'override') return [];
    const settings = record.settings.filter((words) => active.has(words));
    const unmet = record.unmet.join(', ');
    return settings.length === 0
      ? []
      : [`${target.name}: ${settings.join(', ')} enabled without evidence (${unmet}): ${record.reason}`];
  });
  // Evidence that proves nothing matters only where something waits for it.
  const useless =
    waiting.length === 0 ? [] : problems.map(({ file, why }) => `${file} does not count: ${why}.`);
  return {
    progress: new Map(gates.map(({ table, progress }) => [table.slice(2).join('.'), progress])),
    remarks: [...overrides, ...useless],
  };
}

/** A gate's conditions for a table: `rehearsal (met), boots:50 (12 of 50)`. */
export function progressText(progress: readonly GateProgress[]): string {
  return progress
    .map(({ gate, met, short }) => `${gate} (${met ? 'met' : short === '' ? 'unmet' : short})`)
    .join(', ');
}
