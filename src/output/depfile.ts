import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { errnoOf } from './disk.js';
import { fault } from './faults.js';

/** What Make and Ninja shall know of a run. */
export interface Dependencies {
  /** What the run made, as the build file names it. */
  readonly outputs: readonly string[];
  /** What it read: files, and folders in which it looked for files. */
  readonly inputs: readonly string[];
}

/**
 * The text of a depfile: one rule for the outputs, and an empty rule for each input, so that Make does not stop when an
 * included file is gone. Undefined when a path has a character that a depfile has no form for.
 */
export function depfileText({ outputs, inputs }: Dependencies): string | undefined {
  if ([...outputs, ...inputs].some((path) => NO_FORM.test(path))) return undefined;
  const rule = `${outputs.map(escaped).join(' ')}: \\\n${inputs.map((path) => `  ${escaped(path)}`).join(' \\\n')}\n`;
  return rule + inputs.map((path) => `${escaped(path)}:\n`).join('');
}

/**
 * What Make takes for a pattern, a list or an assignment, with no escape that holds everywhere, and what Ninja ends a name
 * at. Sources: GNU make manual, 4.3 and 4.4; Ninja's depfile_parser.in.cc.
 */
const NO_FORM = /[^A-Za-z0-9 #:$+,/_.{}@!~\u0080-\uffff-]|^~/;

/** Escapes that both Make and Ninja read. Sources: GNU make manual, 3.7 and 4.3; Ninja's depfile_parser.in.cc. */
function escaped(path: string): string {
  return path.replace(/[ #:]/g, '\\$&').replaceAll('$', '$$$$');
}

/** A depfile and a stamp that a run shall leave; either may be missing. */
export interface BuildFiles {
  readonly depfile?: string | undefined;
  readonly stamp?: string | undefined;
}

/**
 * Looks at what a run shall leave for Make and Ninja, before it writes anything: refuses what has no form in a depfile,
 * and to overwrite a file that holds something else. `write` leaves it. The stamp stands for the tree, whose unchanged
 * files keep their times.
 */
export function prepareBuildFiles(
  { depfile, stamp }: BuildFiles,
  { outputs, inputs }: Dependencies,
  outDir: string,
): { readonly refused: readonly Diagnostic[]; readonly write: () => readonly Diagnostic[] } {
  const text =
    depfile === undefined ? '' : depfileText({ inputs, outputs: stamp === undefined ? outputs : [stamp] });
  const refused = [
    ...(depfile === undefined ? [] : refusedDepfile(depfile, text)),
    ...(stamp === undefined ? [] : refusedStamp(stamp)),
    ...[depfile, stamp].flatMap((path) => (path === undefined ? [] : refusedPlace(path, outDir))),
  ];
  const write = () => [
    ...(depfile === undefined || text === undefined ? [] : writeDepfile(depfile, text)),
    ...(stamp === undefined ? [] : touch(stamp)),
  ];
  return { refused, write };
}

function refusedDepfile(path: string, text: string | undefined): readonly Diagnostic[] {
  if (text === undefined) {
    const detail = `${path}: a path of this run has a character that rules of Make cannot hold.`;
    return [refusal(detail, 'rename the file or folder, or leave --depfile out')];
  }
  return attempt(`Reading ${path}`, () => {
    const before = textOf(path) ?? '';
    if (before === '' || IS_DEPFILE.test(before)) return [];
    return [refusal(`${path} holds something else than a depfile.`, 'name another file with --depfile')];
  });
}

/** The whole of a depfile of ours: one rule over several lines, then an empty rule for each input. */
const IS_DEPFILE = /^[^\n\t]+: \\\n(?: {2}[^\n\t]+\n)+(?:[^\s][^\n\t]*:\n)*$/;

function refusedStamp(path: string): readonly Diagnostic[] {
  return attempt(`Reading ${path}`, () => {
    if ((textOf(path) ?? '') === '') return [];
    return [refusal(`${path} is not empty, so it is no stamp of wdgen's.`, 'name another file with --stamp')];
  });
}

/** A target's folder holds what its manifest lists, and nothing of a build's. */
function refusedPlace(path: string, outDir: string): readonly Diagnostic[] {
  const [first, ...more] = relative(resolve(outDir), resolve(path)).split(sep);
  if (first === '..' || more.length === 0) return [];
  return [refusal(`${path} lies in a target's folder.`, 'name a file outside of it')];
}

function refusal(detail: string, help: string): Diagnostic {
  return diagnostic('WD0601', { detail, help });
}

/** One that says the same already is not touched: Make reads a depfile again when it is new. */
function writeDepfile(path: string, text: string): readonly Diagnostic[] {
  return attempt(`Writing ${path}`, () => {
    if (textOf(path) !== text) writeFileSync(path, text);
    return [];
  });
}

function touch(path: string): readonly Diagnostic[] {
  return attempt(`Writing ${path}`, () => {
    writeFileSync(path, '', { flag: 'a' });
    const now = new Date();
    utimesSync(path, now, now);
    return [];
  });
}

function attempt(doing: string, body: () => readonly Diagnostic[]): readonly Diagnostic[] {
  try {
    return body();
  } catch (error) {
    return [fault(error, doing)];
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
