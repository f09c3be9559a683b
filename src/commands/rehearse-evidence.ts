import type { Diagnostic } from '../core/diagnostic.js';
import type { EvidenceRecord, MeasuredFigure } from '../evidence/record.js';
import { evidenceFolder, writeRecord } from '../evidence/store.js';
import { standInsOf } from '../rehearse/report.js';
import type { Run } from '../rehearse/runner.js';
import { errnoOf } from './files.js';
import type { RehearseArguments } from './rehearse-arguments.js';
import type { Ended, Subject } from './rehearse-outcome.js';
import { evidenceFault } from './states/overrides.js';

/** Why a rehearsal is no evidence; undefined when it is, for or against. */
export function whyNoEvidence(
  { scenarios, shard, initrd, image }: RehearseArguments,
  { plan }: Pick<Subject, 'plan'>,
  { runs, unrun, interrupted }: Ended,
): string | undefined {
  if (interrupted || unrun.length > 0) return 'Not every scenario was run to its end';
  if (scenarios.length > 0) return 'Only some of the scenarios were run, those named with --scenario';
  if (shard !== undefined) return 'Only a part of the scenarios was run, that of --shard';
  if (initrd !== undefined || image !== undefined)
    return 'Whether your --initrd or --image holds these very files is not known to wdgen';
  if (plan.watchdog.armed && !runs.some(({ result }) => result === 'failed') && !runs.some(byWatchdog))
    return 'No scenario that fits was ended by the watchdog, so nothing shows that it works here';
  return undefined;
}

/** Whether the emulated watchdog fired: QEMU says so, whatever the scenario thinks. */
function byWatchdog({ result, machineMarks }: Run): boolean {
  return result === 'passed' && machineMarks.some(({ text }) => text === 'WATCHDOG');
}

/** Files the record of a whole rehearsal, a failed one too: that keeps the gate shut. */
export function filed(
  { spec, nowMs }: RehearseArguments,
  { target, hash }: Subject,
  runs: readonly Run[],
): { readonly file: string | null; readonly diagnostics: readonly Diagnostic[] } {
  try {
    const { file } = writeRecord(evidenceFolder(spec, target), recordOf(target, hash, runs, nowMs));
    return { file, diagnostics: [] };
  } catch (error) {
    return { file: null, diagnostics: [evidenceFault(errnoOf(error))] };
  }
}

/** A scenario has passed when all its runs have. One that showed what nothing catches proves nothing. */
function recordOf(target: string, artefacts: string, runs: readonly Run[], nowMs: number): EvidenceRecord {
  const names = [...new Set(runs.map(({ job }) => job.scenario.id))];
  const of = (name: string) => runs.filter(({ job }) => job.scenario.id === name);
  const open = names.filter((name) => of(name).every(({ result }) => result === 'not-covered'));
  const machines = standInsOf(runs).map(({ standIn }) => `${standIn.machine} with ${standIn.driver}`);
  return {
    kind: 'rehearsal',
    target,
    source: `wdgen rehearse, on ${machines.join(' and ')}`,
    artefacts,
    scenarios: names
      .filter((name) => !open.includes(name))
      .map((name) => ({ name, passed: of(name).every(({ result }) => result !== 'failed') })),
    notCovered: open,
    measures: longest(runs),
    at: new Date(nowMs).toISOString(),
  };
}

/** For each figure the longest that was measured, with what was computed then. */
function longest(runs: readonly Run[]): readonly MeasuredFigure[] {
  const found = new Map<string, MeasuredFigure>();
  for (const { figure, measuredMs, computedMs } of runs.flatMap(({ measures }) => measures)) {
    if ((found.get(figure)?.measured ?? -1) < measuredMs)
      found.set(figure, {
        figure,
        measured: Math.round(measuredMs),
        computed: computedMs === null ? null : Math.round(computedMs),
      });
  }
  return [...found.values()].toSorted((a, b) => (a.figure < b.figure ? -1 : 1));
}
