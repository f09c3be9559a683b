import { tmpdir } from 'node:os';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import type { Outcome } from '../core/outcome.js';
import { shardOf } from '../core/shard.js';
import { type Registry, registry } from '../rehearse/registry.js';
import { runJobs } from '../rehearse/runner.js';
import { makeFolder, removeFolder, sweepFolders } from '../rehearse/runner-folder.js';
import { jobsOf } from '../rehearse/runner-jobs.js';
import type { MachineKind, Scenario } from '../rehearse/types.js';
import { EmulatorFault } from '../system/emulator.js';
import { exitOf } from './exits.js';
import { errnoOf } from './files.js';
import { type RehearseArguments, type Settings, settingsOf } from './rehearse-arguments.js';
import { chosen, fitsOf, listing, refusedMachines, unfitOf } from './rehearse-choice.js';
import { outcomeOf } from './rehearse-outcome.js';
import { type Subject, subjectOf } from './rehearse-subject.js';

/** What a rehearsal has of the terminal. */
export interface RehearseLive {
  readonly progress: (line: string) => void;
  readonly interrupted: () => AbortSignal;
}

/** `wdgen rehearse`: the files of a target, with everything enabled, in an emulator that breaks them. */
export async function rehearse(
  args: RehearseArguments,
  live: RehearseLive,
  known: Registry = registry,
): Promise<Outcome> {
  const { settings, diagnostics: wrong } = settingsOf(args);
  const ownUserSpace = settings.own.initrd !== undefined || settings.own.image !== undefined;
  const { subject, diagnostics, sources } = subjectOf(args.spec, args.targets, ownUserSpace);
  const ended = (found: readonly Diagnostic[], rest: Partial<Outcome> = {}): Outcome => ({
    exit: exitOf(found),
    blocks: [],
    data: null,
    diagnostics: found,
    sources,
    ...rest,
  });
  if (subject === undefined || wrong.length > 0) return ended([...wrong, ...diagnostics]);
  const fits = fitsOf(known, subject.plan, settings.own);
  if (args.task === 'list') return ended([], listing(fits, subject.plan));
  const { scenarios, diagnostics: unfit } = chosen(fits, args.scenarios, subject.target);
  if (unfit.length > 0) return ended(unfit);
  const machines = known.machines.filter(({ id }) => scenarios.some(({ machine }) => machine === id));
  const refused = refusedMachines(machines, settings);
  if (refused.length > 0) return ended(refused);
  if (args.task === 'prepare') return prepare(machines, live, ended);
  const missing = machines.flatMap((kind) => kind.missing(settings.own));
  if (missing.length > 0) return ended([unprepared(subject.target, missing)]);
  const folder = madeFolder();
  if (typeof folder !== 'string') return ended([folder]);
  const order = { settings, subject, scenarios, machines, folder };
  return outcomeOf(args, subject, { ...(await run(order, live)), unfit: unfitOf(fits) }, ended);
}

function unprepared(target: string, missing: readonly string[]): Diagnostic {
  return diagnostic('WD0950', {
    path: ['target', target],
    detail: `Missing: ${[...new Set(missing)].join(', ')}.`,
    help: `wdgen rehearse --target ${target} --prepare`,
  });
}

/** Fetches what the machines boot. */
async function prepare(
  machines: readonly MachineKind[],
  { progress }: RehearseLive,
  ended: (found: readonly Diagnostic[], rest?: Partial<Outcome>) => Outcome,
): Promise<Outcome> {
  try {
    for (const machine of machines) await machine.prepare(progress);
  } catch (error) {
    if (!(error instanceof EmulatorFault)) throw error;
    return ended([diagnostic('WD0950', { detail: error.message })]);
  }
  const text = `Prepared: ${machines.map(({ id }) => id).join(', ')}.`;
  return ended([], { blocks: [{ kind: 'text', text }], data: { prepared: machines.map(({ id }) => id) } });
}

/** A folder for temporary files, or why there is none. */
function madeFolder(): string | Diagnostic {
  try {
    return makeFolder(tmpdir());
  } catch (error) {
    const detail = `No folder can be made in ${tmpdir()}: ${errnoOf(error)}.`;
    return diagnostic('WD0901', { detail, help: 'name another place in TMPDIR' });
  }
}

/** What is run, and where. */
interface RunOrder {
  readonly settings: Settings;
  readonly subject: Subject;
  readonly scenarios: readonly Scenario[];
  readonly machines: readonly MachineKind[];
  readonly folder: string;
}

/** Runs what was chosen. The folder is removed however it ends. */
async function run(whole: RunOrder, { progress, interrupted }: RehearseLive) {
  const { settings, subject, scenarios, machines, folder } = whole;
  const { repeats, seed, shard, parallel, totalMs, diskBytes, own, acceleration } = settings;
  const { plan, artefacts } = subject;
  const signal = interrupted();
  try {
    for (const left of sweepFolders(tmpdir(), Date.now()))
      progress(`removed ${left}, left by a rehearsal that was killed`);
    const all = jobsOf(scenarios, repeats, seed);
    const jobs = shard === undefined ? all : shardOf(all, shard);
    const order = { plan, artefacts, own, acceleration };
    const setup = { ...order, machines, jobs, parallel, totalMs, diskBytes, folder, progress, signal };
    const names = all.map(({ name }) => name);
    return { ...(await runJobs(setup)), interrupted: signal.aborted, shard, seed, all: names };
  } finally {
    removeFolder(folder);
  }
}
