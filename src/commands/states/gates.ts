import { type Diagnostic, diagnostic } from '../../core/diagnostic.js';
import type { KeyPath } from '../../core/path.js';
import { artefactHash, planHash } from '../../evidence/hash.js';
import { type GateProgress, judgeGates, type Subject } from '../../evidence/progress.js';
import { type Evidence, evidenceFolder, type Problem, readEvidence } from '../../evidence/store.js';
import type { SpecTarget } from '../../spec/read.js';
import { type WrittenState, withAllEnabled } from '../../spec/settings.js';
import { valueAt } from '../../spec/walk.js';
import { compileTarget, type JudgedTarget, renderTarget } from '../compile.js';
import { withSoundApprovals } from './signatures.js';

/** Stands for files that cannot be rendered: nothing was ever taken on those. */
const NONE = 'none';

/** The hash of a target's files. */
export function hashOf(judged: JudgedTarget): string {
  const artefacts = renderTarget(judged);
  return artefacts === undefined ? NONE : artefactHash(artefacts);
}

/** What evidence about a target must be bound to: its files of today, and those with everything enabled. */
export function subjectOf(target: SpecTarget): Subject & { readonly now: string; readonly enabled: string } {
  const now = hashOf(compileTarget(target));
  const enabled = hashOf(compileTarget(withAllEnabled(target)));
  return {
    target: target.name,
    now,
    enabled,
    artefacts: new Set([now, enabled]),
    changed: enabled,
    plan: planHash(target.name, now, enabled),
  };
}

/** A table's gate with what is missing of it. */
export interface JudgedGate {
  readonly table: KeyPath;
  readonly progress: readonly GateProgress[];
}

/** All gates of a target, and the evidence that does not count. */
export interface JudgedGates {
  readonly gates: readonly JudgedGate[];
  readonly evidence: Evidence;
  readonly problems: readonly Problem[];
}

/** Judges the gates that settings of a target wait for. `artefacts` are those with the change, where there is one. */
export async function gatesOf(
  spec: string,
  target: SpecTarget,
  waiting: readonly WrittenState[],
  artefacts?: string,
): Promise<JudgedGates> {
  const evidence = await withSoundApprovals(
    spec,
    readEvidence(evidenceFolder(spec, target.name), target.name),
  );
  const isEmpty = evidence.records.length === 0;
  const subject = isEmpty
    ? { target: target.name, artefacts: new Set<string>(), changed: NONE, plan: NONE }
    : subjectOf(target);
  const accepted =
    artefacts === undefined || !('now' in subject) ? subject.artefacts : new Set([subject.now, artefacts]);
  const tables = new Map(waiting.map(({ table }) => [JSON.stringify(table), table]));
  const judged = [...tables.values()].map((table) => ({
    table,
    ...judgeGates(gateOf(target, table), evidence, {
      ...subject,
      artefacts: accepted,
      changed: artefacts ?? subject.changed,
    }),
  }));
  return { gates: judged, evidence, problems: judged[0]?.problems ?? evidence.problems };
}

function gateOf({ document }: SpecTarget, table: KeyPath): readonly string[] {
  const gate = valueAt(document.value, [...table, 'deferral', 'gate']);
  return Array.isArray(gate) ? gate.map(String) : [];
}

/** One error for each condition that is not met. */
export function unmetGates({ gates }: JudgedGates): Diagnostic[] {
  return gates.flatMap(({ table, progress }) =>
    progress.flatMap(({ gate, met, missing, todo }, index) =>
      met
        ? []
        : [
            diagnostic('WD0301', {
              path: [...table, 'deferral', 'gate', index],
              detail: `${gate}: ${missing}`,
              help: todo,
            }),
          ],
    ),
  );
}

/** A warning for each file that does not count. */
export function uselessEvidence(target: string, problems: readonly Problem[]): Diagnostic[] {
  return problems.map(({ file, why }) =>
    diagnostic('WD0307', {
      path: ['target', target],
      detail: `${file}: ${why}.`,
      help: 'replace it, or remove it',
    }),
  );
}
