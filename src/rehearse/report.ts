import { showHidden } from '../backends/quote/comment.js';
import { mdCell, mdText } from '../backends/quote/markdown.js';
import { sayTime } from '../core/duration.js';
import { momentsOf, picture } from './picture.js';
import type { Rehearsed, Run } from './runner.js';
import type { StandIn } from './types.js';

/** A file of a report, relative to its folder. */
export interface ReportFile {
  readonly path: string;
  readonly text: string;
}

/** What a report is about. */
export interface Reported extends Rehearsed {
  readonly target: string;
  /** Hash of the artefacts that were rehearsed. */
  readonly artefacts: string;
  /** Scenarios that make no sense for the target, and why. */
  readonly unfit: readonly { readonly title: string; readonly why: string }[];
}

/** The files of a report: one page, and for each run its moments as text and as a picture, and its consoles. */
export function reportFiles(reported: Reported): readonly ReportFile[] {
  return [{ path: 'report.md', text: page(reported) }, ...reported.runs.flatMap(filesOf)];
}

function filesOf(run: Run): ReportFile[] {
  const at = (name: string) => `${run.job.name}/${name}`;
  return [
    { path: at('timeline.txt'), text: timelineText(run) },
    { path: at('timeline.svg'), text: picture(run) },
    ...run.consoles.map((text, index) => ({ path: at(`console-${index + 1}.txt`), text })),
  ];
}

/** Every moment of a run, one a line. */
export function timelineText(run: Run): string {
  const { job, result, said, measures } = run;
  const moments = momentsOf(run).map(
    ({ atMs, text, by }) => `${(atMs / 1000).toFixed(1).padStart(8)} s  ${by.padEnd(8)}  ${showHidden(text)}`,
  );
  const measured = measures.map((measure) => `  ${sayMeasure(measure)}`);
  return [
    `${job.scenario.title} (${job.name}): ${result}`,
    showHidden(said),
    '',
    ...moments,
    ...(measured.length === 0 ? [] : ['', 'measured, and computed at worst:', ...measured]),
    '',
  ].join('\n');
}

/** `feeder-hang: 11.4 s of 12 s`. */
export function sayMeasure({
  figure,
  measuredMs,
  computedMs,
  slackMs = 0,
  over,
}: Run['measures'][number]): string {
  const measured = `${figure}: ${sayTime(measuredMs)}`;
  if (computedMs === null) return `${measured}, nothing computed`;
  const within = `, of which up to ${sayTime(slackMs)} are the measuring's`;
  const more = over ? ', LONGER THAN COMPUTED' : measuredMs > computedMs ? within : '';
  return `${measured} of ${sayTime(computedMs)}${more}`;
}

/** What stood in for which hardware, each once, and for which runs. */
export function standInsOf(
  runs: readonly Run[],
): readonly { readonly standIn: StandIn; readonly runs: readonly Run[] }[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const { machine, driver } = run.standIn;
    groups.set(`${machine} ${driver}`, [...(groups.get(`${machine} ${driver}`) ?? []), run]);
  }
  return [...groups.values()].flatMap((group) =>
    group[0] === undefined ? [] : [{ standIn: group[0].standIn, runs: group }],
  );
}

/** One line about a stand-in. */
export function sayStandIn({ machine, driver, same, proves }: StandIn): string {
  return `${machine} with ${driver}, ${same ? "the target's own driver" : 'a stand-in'}: ${proves}`;
}

/** How QEMU ran the machines, each way once, with the machine that ran so. */
export function emulationsOf(runs: readonly Run[]): readonly string[] {
  return [
    ...new Set(
      runs.flatMap(({ standIn, emulations }) => emulations.map((one) => `${standIn.machine}: ${one}`)),
    ),
  ];
}

/** What was put beside the artefacts, each once. */
export function addedOf(runs: readonly Run[]): readonly string[] {
  return [...new Set(runs.flatMap(({ added }) => added))];
}

function page(reported: Reported): string {
  const { target, artefacts, runs, unrun, fault, unfit } = reported;
  const rows = runs.map(
    (run) =>
      `| [${mdCell(run.job.name)}](${run.job.name}/timeline.txt) | ${run.result} | ${mdCell(run.said)} | ${run.boots} | ${sayTime(run.durationMs)} | ${mdCell(run.measures.map(sayMeasure).join('; '))} |`,
  );
  const open = [
    ...unrun.map(({ name }) => `- ${name}: not run to its end.`),
    ...(fault === undefined ? [] : [`- ${fault.job.name}: ${mdText(fault.reason)}`]),
  ];
  const added = addedOf(runs).map((one) => `- ${mdText(one)}`);
  return [
    `# Rehearsal of ${mdText(target)}`,
    '',
    `Artefacts ${artefacts}, with everything enabled that is deferred.`,
    '',
    '| run | result | seen | boots | took | measured of computed |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
    ...(open.length === 0 ? [] : ['## Not run', '', ...open, '']),
    ...(unfit.length === 0
      ? []
      : [
          '## What cannot be rehearsed for this target',
          '',
          ...unfit.map(({ title, why }) => `- ${mdText(title)}: ${mdText(why)}.`),
          '',
        ]),
    '## What stood in, and what that proves',
    '',
    ...standInsOf(runs).map((one) => `- ${mdText(sayStandIn(one.standIn))}`),
    '',
    '## How QEMU ran the machines',
    '',
    ...emulationsOf(runs).map((one) => `- ${mdText(one)}`),
    '',
    '## What the harness added outside the artefacts',
    '',
    ...(added.length === 0 ? ['- nothing'] : added),
    '',
    ...runs.flatMap(({ job }) => [`## ${job.name}`, '', `![${job.name}](${job.name}/timeline.svg)`, '']),
  ].join('\n');
}
