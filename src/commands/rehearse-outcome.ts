import { dirname } from 'node:path';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { sayTime } from '../core/duration.js';
import type { Block, Outcome } from '../core/outcome.js';
import type { Shard } from '../core/shard.js';
import {
  addedOf,
  emulationsOf,
  type Reported,
  sayMeasure,
  sayStandIn,
  standInsOf,
} from '../rehearse/report.js';
import type { Rehearsed, Run } from '../rehearse/runner.js';
import { sayOver } from '../rehearse/runner-verdict.js';
import type { RehearseArguments } from './rehearse-arguments.js';
import { type Kept, kept } from './rehearse-evidence.js';
import { reportWritten } from './rehearse-report.js';
import type { Subject } from './rehearse-subject.js';

/** A rehearsal that has ended, and whether somebody ended it. */
export interface Ended extends Rehearsed {
  readonly interrupted: boolean;
  readonly unfit: Reported['unfit'];
  /** The part of it that was asked for; undefined for all of it. */
  readonly shard: Shard | undefined;
  readonly seed: number;
  /** Every run of the whole, by its name. */
  readonly all: readonly string[];
}

const MODEL = 'do not rely on the timeline; report it as a bug in wdgen, with the report of --report DIR';

type Finish = (found: readonly Diagnostic[], rest?: Partial<Outcome>) => Outcome;

/** What a rehearsal comes to: the report, the evidence, and findings for what went wrong. */
export function outcomeOf(args: RehearseArguments, subject: Subject, ended: Ended, finish: Finish): Outcome {
  const { target, hash } = subject;
  const report = reportWritten(args.report, { ...ended, target, artefacts: hash });
  const evidence = kept(args, subject, ended);
  const open = incomplete(target, ended);
  const found = [
    ...ended.runs.flatMap((run) => problemsOf(target, run)),
    ...open,
    ...report.diagnostics,
    ...aboutEvidence(args, target, evidence, open.length > 0),
  ];
  const record = evidence.kind === 'record' ? evidence.file : null;
  const blocks = [...tables(ended.runs), text(remarks(ended.runs, report.file, record))];
  const part = evidence.kind === 'part' ? evidence.file : null;
  const data = { target, artefacts: hash, runs: ended.runs.map(dataOf), evidence: record, part };
  return finish(found, { blocks, data });
}

/** Why there is no record; that not everything was run is told otherwise. */
function aboutEvidence(
  { scenarios }: RehearseArguments,
  target: string,
  evidence: Kept,
  isOpen: boolean,
): readonly Diagnostic[] {
  if (evidence.kind === 'record') return [];
  if (evidence.kind === 'fault') return evidence.diagnostics;
  const note = (detail: string, help?: string) => [
    diagnostic('WD0955', { path: ['target', target], detail, ...(help === undefined ? {} : { help }) }),
  ];
  if (evidence.kind === 'part') {
    const { file, shard } = evidence;
    return note(
      `${file} holds part ${shard.index} of ${shard.count}, which proves nothing alone.`,
      `with all parts: wdgen evidence add --target ${target} ${dirname(file)}/*.json`,
    );
  }
  if (isOpen) return [];
  return note(`${evidence.why}.`, scenarios.length > 0 ? `wdgen rehearse --target ${target}` : undefined);
}

/** What makes a run a failed one. */
function problemsOf(target: string, { job, result, said, measures }: Run): Diagnostic[] {
  const over = measures.filter((measure) => measure.over);
  const path = ['target', target];
  if (over.length > 0)
    return over.map((measure) =>
      diagnostic('WD0953', { path, detail: `${job.name}: ${sayOver(measure)}`, help: MODEL }),
    );
  if (result !== 'failed') return [];
  const again = `wdgen rehearse --target ${target} --scenario ${job.scenario.id} --report rehearsal/`;
  return [diagnostic('WD0952', { path, detail: `${job.name}: ${said}`, help: again })];
}

function incomplete(target: string, { fault, unrun, interrupted }: Ended): Diagnostic[] {
  const path = ['target', target];
  if (fault !== undefined)
    return [
      diagnostic('WD0951', {
        path,
        detail: `${fault.job.name}: ${fault.reason}`,
        help: 'mend that, then run it again',
      }),
    ];
  if (unrun.length === 0) return [];
  const names = unrun.map(({ name }) => name);
  const list = `${names.slice(0, 8).join(', ')}${names.length > 8 ? ` and ${names.length - 8} more` : ''}`;
  return [
    diagnostic('WD0954', {
      path,
      detail: `${interrupted ? 'It was interrupted' : 'The time was over'}. Not run to their end: ${list}.`,
      help: interrupted ? 'run it again' : 'give it more time with --time-limit, or parts with --shard',
    }),
  ];
}

function tables(runs: readonly Run[]): Block[] {
  const rows = runs.map(({ job, result, boots, durationMs }) => [
    job.name,
    result,
    `${boots}`,
    `${Math.round(durationMs / 1000)} s`,
  ]);
  return [{ kind: 'table', head: ['run', 'result', 'boots', 'took'], rows }];
}

/** What was seen: of each scenario once, and of every run that did not pass. */
function seen(runs: readonly Run[]): string[] {
  return runs
    .filter(({ job, result }) => job.repeat === 1 || result !== 'passed')
    .flatMap(({ job, said, measures }) => [
      `${job.name}: ${said}`,
      ...measures.map((measure) => `    ${sayMeasure(measure)}`),
    ]);
}

function remarks(runs: readonly Run[], report: string | null, evidence: string | null): string[] {
  const list = (head: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [head, ...lines.map((line) => `  ${line}`), ''];
  return [
    ...seen(runs),
    '',
    ...list(
      'What stood in, and what that proves:',
      standInsOf(runs).map(({ standIn }) => sayStandIn(standIn)),
    ),
    ...list('How QEMU ran the machines:', emulationsOf(runs)),
    ...list('Added by the harness, outside the artefacts:', addedOf(runs)),
    tally(runs),
    ...(report === null ? [] : [`The report is ${report}.`]),
    ...(evidence === null ? [] : [`${evidence} was written. Commit it with the spec.`]),
  ];
}

function tally(runs: readonly Run[]): string {
  const count = (result: Run['result']) => runs.filter((run) => run.result === result).length;
  const seconds = runs.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return `${count('passed')} passed, ${count('failed')} failed, ${count('not-covered')} not covered; machines ran for ${sayTime(Math.round(seconds / 1000) * 1000)}.`;
}

function dataOf({ job, consoles: _, ...run }: Run) {
  return { run: job.name, scenario: job.scenario.id, repeat: job.repeat, seed: job.seed, ...run };
}

function text(lines: readonly string[]): Block {
  return { kind: 'text', text: lines.join('\n') };
}
