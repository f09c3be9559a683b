import { rmSync } from 'node:fs';
import { type Diagnostic, diagnostic } from '../../core/diagnostic.js';
import { evidenceFolder, writeRecord } from '../../evidence/store.js';
import { errnoOf } from '../files.js';
import type { Choice } from './choose.js';
import { type JudgedGates, subjectOf } from './gates.js';

/** A target whose gates are lifted without their evidence. */
export interface Overridden {
  readonly choice: Choice;
  readonly gates: JudgedGates;
}

/** The loud warning, one for each target. */
export function overrideWarnings(overridden: readonly Overridden[], reason: string): Diagnostic[] {
  return overridden.map(({ choice: { target, change }, gates }) =>
    diagnostic('WD0308', {
      path: ['target', target.name],
      detail: `${unmetOf(gates).join(', ')} not met; lifted all the same for ${change.map(({ words }) => words).join(', ')}: ${reason}`,
      help: 'commit the file below evidence/ together with the spec',
    }),
  );
}

function unmetOf({ gates }: JudgedGates): string[] {
  return [
    ...new Set(gates.flatMap(({ progress }) => progress.filter(({ met }) => !met).map(({ gate }) => gate))),
  ];
}

/** Overrides as files, written with the spec and taken away again when that fails. */
export interface OverrideFiles {
  readonly write: () => readonly Diagnostic[];
  readonly undo: () => void;
}

/** Prepares the files that keep an override's reason. */
export function overrideFiles(
  spec: string,
  overridden: readonly Overridden[],
  reason: string,
): OverrideFiles {
  const files: string[] = [];
  const write = (): readonly Diagnostic[] => {
    try {
      for (const { choice, gates } of overridden) {
        const { target, change } = choice;
        const { plan } = subjectOf(target);
        const settings = change.map(({ words }) => words);
        const record = {
          kind: 'override',
          target: target.name,
          source: 'wdgen enable --override',
          plan,
        } as const;
        const folder = evidenceFolder(spec, target.name);
        const { file, isNew } = writeRecord(folder, { ...record, reason, settings, unmet: unmetOf(gates) });
        if (isNew) files.push(file);
      }
      return [];
    } catch (error) {
      return [evidenceFault(errnoOf(error))];
    }
  };
  const undo = (): void => {
    for (const file of files) rmSync(file, { force: true });
  };
  return { write, undo };
}

/** The finding for evidence that cannot be written. */
export function evidenceFault(errno: string): Diagnostic {
  return diagnostic('WD0901', {
    detail: `Writing below evidence/ failed (${errno}). The spec is unchanged.`,
    help: 'make the folder writable, then run the command again',
  });
}
