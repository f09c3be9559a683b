import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.js';
import type { Shard } from '../core/shard.js';
import { makeFolders } from '../disk/folders.js';
import { replaceFile } from '../disk/whole-file.js';
import { isPart, partName, readPart, renderPart } from '../evidence/part.js';
import { type RunFacts, rehearsalRecord, unproven } from '../evidence/rehearsed.js';
import { evidenceFolder, writeRecord } from '../evidence/store.js';
import type { Run } from '../rehearse/runner.js';
import type { RehearseArguments } from './rehearse-arguments.js';
import type { Ended } from './rehearse-outcome.js';
import type { Subject } from './rehearse-subject.js';
import { unfiled } from './states/import-evidence.js';

/** What became of a rehearsal's evidence: a record for or against, one part of it, or nothing and why. */
export type Kept =
  | { readonly kind: 'record'; readonly file: string }
  | { readonly kind: 'part'; readonly file: string; readonly shard: Shard }
  | { readonly kind: 'nothing'; readonly why: string }
  | { readonly kind: 'fault'; readonly diagnostics: readonly Diagnostic[] };

/** Files what was found out. A failed rehearsal is filed, too: that keeps the gate shut. */
export function kept(args: RehearseArguments, subject: Subject, ended: Ended): Kept {
  const runs = ended.runs.map(factsOf);
  const { shard } = ended;
  const why =
    incomplete(args, ended) ??
    (shard === undefined ? unproven(subject.plan.watchdog.armed, runs) : undefined);
  if (why !== undefined) return { kind: 'nothing', why };
  const { target, hash: artefacts } = subject;
  const facts = { target, artefacts, runs, at: new Date(args.nowMs).toISOString() };
  const folder = evidenceFolder(args.spec, target);
  try {
    if (shard === undefined)
      return { kind: 'record', file: writeRecord(folder, rehearsalRecord(facts)).file };
    const file = join(folder, 'parts', partName(shard));
    if (failedBefore(file, artefacts) && !runs.some(({ result }) => result === 'failed'))
      return { kind: 'nothing', why: `A run of these very files failed before, and ${file} keeps that` };
    makeFolders(dirname(file));
    const part = { ...facts, shard, seed: ended.seed, own: ownImages(args), all: ended.all };
    replaceFile(file, renderPart(part));
    return { kind: 'part', file, shard };
  } catch (error) {
    return { kind: 'fault', diagnostics: [unfiled(folder, error)] };
  }
}

/** Whether the part that stands there holds a failed run of the same files: that does not go by trying again. */
function failedBefore(file: string, artefacts: string): boolean {
  if (!existsSync(file)) return false;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
  const read = isPart(value) ? readPart(value) : undefined;
  if (read?.ok !== true || read.part.artefacts !== artefacts) return false;
  return read.part.runs.some(({ result }) => result === 'failed');
}

/** Which images of the user's own were booted. */
function ownImages(args: RehearseArguments): readonly string[] {
  return (['kernel', 'initrd', 'image'] as const).filter((option) => args[option] !== undefined);
}

/** Why runs are no whole rehearsal, and no whole part of one. */
function incomplete(
  { scenarios, initrd, image }: RehearseArguments,
  { runs, unrun, interrupted }: Ended,
): string | undefined {
  if (interrupted || unrun.length > 0) return 'Not every scenario was run to its end';
  if (scenarios.length > 0) return 'Only some of the scenarios were run, those named with --scenario';
  return initrd === undefined && image === undefined ? undefined : notTheseFiles(runs);
}

/** Why what the user's own image ran was not what is generated, as far as files of the image go. */
function notTheseFiles(runs: readonly Run[]): string | undefined {
  const lists = runs.map(({ lacking }) => lacking);
  if (runs.length === 0 || lists.includes(null))
    return 'Whether your --initrd or --image holds these very files could not be seen in the machine';
  const lacking = [...new Set(lists.flatMap((list) => list ?? []))];
  if (lacking.length === 0) return undefined;
  const more = lacking.length > 5 ? ` and ${lacking.length - 5} more` : '';
  return `Your --initrd or --image lacks, or holds otherwise: ${lacking.slice(0, 5).join(', ')}${more}`;
}

/** Whether the emulated watchdog fired QEMU says, whatever the scenario thinks. */
function factsOf({ job, result, standIn, machineMarks, measures }: Run): RunFacts {
  return {
    name: job.name,
    scenario: job.scenario.id,
    result,
    watchdog: machineMarks.some(({ text }) => text === 'WATCHDOG'),
    machine: `${standIn.machine} with ${standIn.driver}`,
    measures: measures.map(({ figure, measuredMs, computedMs }) => ({
      figure,
      measured: Math.round(measuredMs),
      computed: computedMs === null ? null : Math.round(computedMs),
    })),
  };
}
