import { setTimeout as pause } from 'node:timers/promises';
import { sayTime } from '../core/duration.js';
import { EmulatorFault } from '../system/emulator.js';
import { overfull } from './runner-disk.js';
import type { Job } from './runner-jobs.js';
import { labOf, type RunLab } from './runner-lab.js';
import { type JudgedMeasure, judged } from './runner-verdict.js';
import type { BootOrder, MachineKind, Mark, Measure, StandIn, Verdict } from './types.js';

/** When a scenario that says nothing else is given up. */
const SCENARIO_MS = 600_000;
const GRACE_MS = 10_000;
/** How often a run that says nothing is said to go on. */
const ALIVE_MS = 10_000;

/** What a rehearsal is run with. */
export interface RunnerSetup extends Omit<BootOrder, 'options' | 'folder'> {
  readonly machines: readonly MachineKind[];
  readonly jobs: readonly Job[];
  /** How many runs at once. */
  readonly parallel: number;
  /** When no further run is started, and those that go on are given up. */
  readonly totalMs: number;
  /** What the files of one run may take. */
  readonly diskBytes: number;
  /** The folder of this rehearsal. */
  readonly folder: string;
  readonly progress: (line: string) => void;
  /** Whoever interrupts the rehearsal. */
  readonly signal: AbortSignal;
  /** How long a run that was stopped may take to notice. Default: ten seconds. */
  readonly graceMs?: number;
}

/** What came out of one run. */
export interface Run {
  readonly job: Job;
  readonly standIn: StandIn;
  readonly result: Verdict['result'];
  readonly said: string;
  readonly measures: readonly JudgedMeasure[];
  /** The scenario's own moments, and what the machines did. */
  readonly marks: readonly Mark[];
  readonly machineMarks: readonly Mark[];
  readonly boots: number;
  readonly durationMs: number;
  readonly added: readonly string[];
  /** Generated files that were not in what its machines ran; null where that is not known. */
  readonly lacking: readonly string[] | null;
  /** How QEMU ran its machines. */
  readonly emulations: readonly string[];
  readonly consoles: readonly string[];
}

/** What came out of a rehearsal. */
export interface Rehearsed {
  /** In the order of the jobs. */
  readonly runs: readonly Run[];
  /** Jobs that were not run, or not to their end. */
  readonly unrun: readonly Job[];
  /** What the emulator could not do; then nothing more was started. */
  readonly fault: { readonly job: Job; readonly reason: string } | undefined;
}

/** Runs every job, some at once. Machines are stopped when their run ends, however it ends. */
export async function runJobs(setup: RunnerSetup): Promise<Rehearsed> {
  const { jobs, parallel, totalMs, signal } = setup;
  const until = performance.now() + totalMs;
  const runs = new Map<Job, Run>();
  const waiting = [...jobs];
  const bug = new AbortController();
  const own = { ...setup, signal: AbortSignal.any([signal, bug.signal]) };
  let fault: Rehearsed['fault'];
  const worker = async () => {
    while (fault === undefined && !own.signal.aborted && performance.now() < until) {
      const job = waiting.shift();
      if (job === undefined) return;
      const run = await runOne(own, job, until - performance.now());
      if (run instanceof EmulatorFault) fault ??= { job, reason: run.message };
      else if (run !== undefined) runs.set(job, run);
    }
  };
  // A mistake in a scenario stops the others too, and is thrown when their machines have ended.
  const workers = Array.from({ length: parallel }, () => worker().catch((error) => bug.abort(error)));
  await Promise.all(workers);
  if (bug.signal.aborted) throw bug.signal.reason;
  return {
    runs: jobs.flatMap((job) => runs.get(job) ?? []),
    unrun: jobs.filter((job) => !runs.has(job)),
    fault,
  };
}

/** How a run came to its end. */
type End = Verdict | EmulatorFault | 'time-over' | 'stopped';

/** One run; undefined when it was stopped before its end. */
async function runOne(
  setup: RunnerSetup,
  job: Job,
  leftMs: number,
): Promise<Run | EmulatorFault | undefined> {
  const kind = setup.machines.find(({ id }) => id === job.scenario.machine);
  if (kind === undefined) throw new Error(`no machine ${job.scenario.machine} for ${job.scenario.id}`);
  const { plan, artefacts, own, acceleration, folder } = setup;
  const startMs = performance.now();
  const tell = (text: string) => {
    alive.refresh();
    setup.progress(lineOf(job, made.boots(), performance.now() - startMs, text));
  };
  const alive = setInterval(() => tell('goes on'), ALIVE_MS);
  const made = labOf({
    kind,
    job,
    order: { plan, artefacts, own, acceleration },
    under: folder,
    progress: tell,
  });
  const ownLimitMs = job.scenario.limitMs?.(plan) ?? SCENARIO_MS;
  const limitMs = Math.min(ownLimitMs, leftMs);
  tell('starts');
  try {
    const end = await endOf(job, made, limitMs, setup);
    if (end instanceof EmulatorFault) return end;
    if (end === 'stopped' || (end === 'time-over' && limitMs < ownLimitMs)) return undefined;
    const verdict = judged(withStarts(end === 'time-over' ? failed(givenUp(limitMs)) : end, made.starts()));
    tell(`${verdict.result}: ${verdict.said}`);
    return {
      job,
      standIn: made.lab.standIn,
      ...verdict,
      machineMarks: made.marks(),
      boots: made.boots(),
      durationMs: Math.round(performance.now() - startMs),
      added: made.added(),
      lacking: made.lacking() ?? null,
      emulations: made.emulations(),
      consoles: made.consoles(),
    };
  } finally {
    clearInterval(alive);
  }
}

/** Runs a scenario until it ends, time is over or somebody stops it; then its machines are stopped. */
async function endOf(job: Job, made: RunLab, limitMs: number, setup: RunnerSetup): Promise<End> {
  const { signal, graceMs = GRACE_MS } = setup;
  const scenario = job.scenario.run(made.lab).catch((error: unknown) => {
    if (error instanceof EmulatorFault) return error;
    // The disk is full, a file must not be read, ..: nothing that the artefacts are to blame for.
    if (error instanceof Error && 'errno' in error) return new EmulatorFault(error.message);
    throw error;
  });
  // What it still throws after it was given up is of no interest.
  scenario.catch(() => {});
  const over = new AbortController();
  try {
    return await Promise.race([
      scenario,
      pause(limitMs, 'time-over' as const, { signal: over.signal }).catch(() => 'stopped' as const),
      stopped(signal, over.signal),
      overfull(
        { folder: made.lab.folder, machines: made.machines, limitBytes: setup.diskBytes },
        over.signal,
      ).then(
        (why) => failed(why),
        () => 'stopped' as const,
      ),
    ]);
  } finally {
    over.abort();
    await made.close();
    await settled(scenario, graceMs);
    made.clear();
  }
}

/** Waits until a promise has come to its end, whichever, or for so long. */
async function settled(promise: Promise<unknown>, limitMs: number): Promise<void> {
  const done = new AbortController();
  const limit = pause(limitMs, undefined, { signal: done.signal }).catch(() => {});
  await Promise.race([promise.catch(() => {}), limit]);
  done.abort();
}

function stopped(signal: AbortSignal, over: AbortSignal): Promise<'stopped'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('stopped');
    signal.addEventListener('abort', () => resolve('stopped'), { once: true, signal: over });
  });
}

function givenUp(limitMs: number): string {
  return `It did not come to an end within ${sayTime(Math.round(limitMs))}.`;
}

function failed(said: string): Verdict {
  return { result: 'failed', said, marks: [], measures: [] };
}

/** With the times of its starts, unless the scenario has measured them itself. */
function withStarts(verdict: Verdict, starts: readonly Measure[]): Verdict {
  const own = new Set(verdict.measures.map(({ figure }) => figure));
  return { ...verdict, measures: [...verdict.measures, ...starts.filter(({ figure }) => !own.has(figure))] };
}

/** `feeder-killed, boot 2, 14 s: waiting for the reset`. */
function lineOf({ name }: Job, boots: number, ms: number, text: string): string {
  return `${name}, boot ${boots}, ${Math.round(ms / 1000)} s: ${text}`;
}
