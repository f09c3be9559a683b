import { namesIn, namesOfFolder } from './names.js';
import { checkScript } from './script.js';
import type { ExeclineCheck, Report, ServiceFolder } from './tree.js';

/** What a service definition says, as far as other services are concerned. */
export interface Service {
  readonly name: string;
  readonly type: 'oneshot' | 'longrun' | 'bundle';
  /** Direct dependencies, or a bundle's contents. */
  readonly needs: readonly string[];
  readonly producerFor: string | null;
  readonly consumerFor: readonly string[];
  /** The bundle that its pipeline makes. */
  readonly pipelineName: string | null;
}

const TIMEOUTS = ['timeout-up', 'timeout-down'];

/** Files that s6-rc-compile reads as numbers when it writes a longrun's service directory. */
const NUMBERS = ['notification-fd', 'lock-fd', 'timeout-kill', 'timeout-finish', 'max-death-tally'];

const MAX_UINT32 = 0xff_ff_ff_ff;

/** A folder that only adds to one of the user's services, as wdgen adds its feeder to a bundle. */
export function readAddition(folder: ServiceFolder, report: Report): Service {
  const lists = ['contents', 'dependencies'] as const;
  const needs = lists.flatMap((list) => namesOfFolder(folder, list, report) ?? []);
  return { name: folder.name, type: 'bundle', needs, producerFor: null, consumerFor: [], pipelineName: null };
}

/**
 * Checks one definition and returns what the others have to know of it; null when its type is unknown.
 * Source: s6-rc 0.5.5.0 and 0.6.1.1 src/s6-rc/s6-rc-compile.c (add_source, add_longrun, add_oneshot, add_bundle).
 */
export function readService(
  folder: ServiceFolder,
  report: Report,
  execline: ExeclineCheck | undefined,
): Service | null {
  const type = typeOf(folder, report);
  if (type === null) return null;
  const nothing = { name: folder.name, type, producerFor: null, consumerFor: [], pipelineName: null };
  if (type === 'bundle') return { ...nothing, needs: bundleContents(folder, report) };
  const needs = namesOfFolder(folder, 'dependencies', report) ?? [];
  for (const file of TIMEOUTS) checkNumber(folder, file, /^(\d+)\n*$/, report);
  if (type === 'longrun') return { ...nothing, ...longrun(folder, report), needs };
  checkScript(folder, 'up', { mandatory: true }, report, execline);
  checkScript(folder, 'down', { mandatory: false }, report, execline);
  return { ...nothing, needs };
}

function typeOf(folder: ServiceFolder, report: Report): Service['type'] | null {
  const entry = folder.entries.get('type');
  if (entry?.kind !== 'file') {
    report('refused', 'type', 'there is no file type: longrun, oneshot or bundle');
    return null;
  }
  // It reads eight bytes, and so does not see what follows "longrun" and a newline.
  const type = entry.text.slice(0, 8).replace(/\n$/, '');
  if (type === 'longrun' || type === 'oneshot' || type === 'bundle') {
    if (entry.text.length > 8) report('stricter', 'type', 'has more than one line');
    return type;
  }
  report('refused', 'type', 'must be longrun, oneshot or bundle, with nothing around it but a newline');
  return null;
}

function bundleContents(folder: ServiceFolder, report: Report): readonly string[] {
  const contents = namesOfFolder(folder, 'contents', report);
  if (contents === undefined) report('refused', 'contents.d', 'a bundle needs a folder contents.d');
  else if (contents.length === 0) report('stricter', 'contents.d', 'the bundle is empty');
  return contents ?? [];
}

function longrun(
  folder: ServiceFolder,
  report: Report,
): Pick<Service, 'producerFor' | 'consumerFor' | 'pipelineName'> {
  checkRun(folder, report);
  const fds = NUMBERS.map((file) => checkNumber(folder, file, /^(\d+)(?:\n|$)/, report));
  checkDescriptors(fds[0], fds[1], report);
  checkDownSignal(folder, report);
  const producerFor = singleName(folder, 'producer-for', report);
  const consumerFor = namesIn(folder, 'consumer-for', report) ?? [];
  if (consumerFor.length > 0 && producerFor === null)
    return { producerFor, consumerFor, pipelineName: singleName(folder, 'pipeline-name', report) };
  if (folder.entries.has('pipeline-name'))
    report('warned', 'pipeline-name', 'it is ignored: the service is not the last consumer of a pipeline');
  return { producerFor, consumerFor, pipelineName: null };
}

function checkRun(folder: ServiceFolder, report: Report): void {
  const run = folder.entries.get('run');
  if (run?.kind !== 'file') {
    report('refused', 'run', 'a longrun needs a regular file run');
    return;
  }
  if ((run.mode & 0o111) === 0)
    report('stricter', 'run', 'is not executable; s6-rc-compile makes its copy so');
  if (!run.text.startsWith('#!') && !run.text.startsWith('\x7fELF'))
    report('stricter', 'run', 'has no "#!" line, so it cannot be started');
}

function singleName(folder: ServiceFolder, file: string, report: Report): string | null {
  const names = namesIn(folder, file, report);
  if (names === undefined) return null;
  if (names.length !== 1) report('refused', file, 'has to hold exactly one name');
  return names[0] ?? null;
}

/** Whole numbers below 2^32, in milliseconds where they are times. Undefined when there is no such file. */
function checkNumber(folder: ServiceFolder, file: string, form: RegExp, report: Report): number | undefined {
  const entry = folder.entries.get(file);
  if (entry === undefined || entry.kind === 'symlink') return undefined;
  const number = form.exec(entry.text)?.[1];
  if (entry.kind === 'file' && number !== undefined && Number(number) <= MAX_UINT32) return Number(number);
  report('refused', file, 'has to hold one whole number below 2^32 (times are milliseconds)');
  return undefined;
}

function checkDescriptors(notify: number | undefined, lock: number | undefined, report: Report): void {
  const low = 'descriptors 0, 1 and 2 are the standard ones';
  if (notify !== undefined && notify < 3) report('warned', 'notification-fd', low);
  if (lock !== undefined && lock < 3) report('warned', 'lock-fd', low);
  else if (lock !== undefined && lock === notify)
    report('refused', 'lock-fd', 'is the same as notification-fd');
}

/** s6-supervise warns and sends SIGTERM when it cannot read it. Source: s6 2.13 src/supervision/s6-supervise.c. */
function checkDownSignal(folder: ServiceFolder, report: Report): void {
  const entry = folder.entries.get('down-signal');
  if (entry === undefined || /^(?:\d{1,2}|(?:SIG)?[A-Z]+[0-9]?)\n?$/i.test(entry.text)) return;
  report('stricter', 'down-signal', 'is not the name or number of a signal; s6-supervise would send SIGTERM');
}
