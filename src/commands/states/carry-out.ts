import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../../core/diagnostic.js';
import { hasErrors, type Report, sortDiagnostics } from '../../core/report.js';
import { type ApplyResult, applyTargets } from '../../output/index.js';
import { decode } from '../../source/decode.js';
import { applyEdits, type Edit } from '../../source/edit.js';
import type { TomlDocument } from '../../source/toml.js';
import type { SpecTarget } from '../../spec/read.js';
import { compileTarget, type JudgedTarget, treesOf } from '../compile.js';
import { exists, readBytes } from '../files.js';
import { loadSpec } from '../load.js';
import { changedMeanwhile, putBack, type SpecFile, writeAll } from './spec-file.js';

/** What is to be edited in one target. */
export interface TargetEdits {
  readonly target: SpecTarget;
  readonly edits: readonly Edit[];
  /** Edits of what the first ones leave. */
  readonly after?: readonly Edit[];
}

/** A file with its text before and after, for the diff. */
export interface EditedFile extends SpecFile {
  readonly oldText: string;
  readonly newText: string;
}

/** An edit that was worked out and judged, not yet written. */
export interface Prepared {
  readonly files: readonly EditedFile[];
  /** The targets after the edit. */
  readonly judged: readonly JudgedTarget[];
  readonly results: readonly ApplyResult[];
  /** Any error in here forbids writing. */
  readonly diagnostics: readonly Diagnostic[];
  /** Texts after the edit: findings point into those. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Works out an edit in memory: new texts, what the rules say to them, what their files would change on disk. */
export function prepare(spec: string, outDir: string, wanted: readonly TargetEdits[]): Prepared {
  const edited = editFiles(wanted);
  const nothing = { files: edited.files, judged: [], results: [], sources: edited.sources };
  if (hasErrors(edited.diagnostics)) return { ...nothing, diagnostics: edited.diagnostics };
  const after = loadSpec(spec, { edited: new Map(edited.files.map(({ file, after }) => [file, after])) });
  const names = new Set(wanted.map(({ target }) => target.name));
  const targets = after.spec?.targets.filter(({ name }) => names.has(name)) ?? [];
  const judged = targets.map((target) => compileTarget(target));
  const found = [...after.diagnostics, ...judged.flatMap((one) => one.diagnostics)];
  const shown = sortDiagnostics(found).filter(({ severity }) => severity !== 'note');
  const { sources } = after;
  if (after.spec === undefined || hasErrors(found))
    return { ...nothing, judged, sources, diagnostics: [wouldBeWrong(), ...shown] };
  const { value: results = [], diagnostics } = applyTargets(outDir, treesOf(judged), { dryRun: true });
  return { files: edited.files, judged, results, sources, diagnostics: [...shown, ...diagnostics] };
}

function wouldBeWrong(): Diagnostic {
  return diagnostic('WD0304', {
    detail: 'The findings below are about the spec as it would be. Nothing was written.',
    help: 'change what they name in the same step (--setting may be given again), or in the spec',
  });
}

interface EditedFiles {
  readonly files: readonly EditedFile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, string>;
}

function editFiles(wanted: readonly TargetEdits[]): EditedFiles {
  const files: EditedFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const documents = new Map(wanted.map(({ target: { document } }) => [document.file, document]));
  for (const [file, document] of documents) {
    const here = wanted.filter(({ target }) => target.document === document);
    const before = readBytes(file, 'run the command again');
    if (!(before instanceof Uint8Array)) diagnostics.push(before);
    else if (decode(file, before).value !== document.text) diagnostics.push(changedMeanwhile(file));
    else {
      const report = applyBoth(document, here);
      diagnostics.push(...report.diagnostics);
      const newText = report.value?.text ?? document.text;
      files.push({ file, before, after: encode(newText, before), oldText: document.text, newText });
    }
  }
  const sources = new Map([...documents].map(([file, { text }]) => [file, text]));
  return { files, diagnostics, sources };
}

function applyBoth(document: TomlDocument, wanted: readonly TargetEdits[]): Report<TomlDocument> {
  const first = applyEdits(
    document,
    wanted.flatMap(({ edits }) => edits),
  );
  const later = wanted.flatMap((one) => one.after ?? []);
  return first.value === undefined || later.length === 0 ? first : applyEdits(first.value, later);
}

/** Text to bytes; a byte order mark stays. */
function encode(text: string, before: Uint8Array): Uint8Array {
  const mark = before[0] === 0xef && before[1] === 0xbb && before[2] === 0xbf ? '\uFEFF' : '';
  return new TextEncoder().encode(mark + text);
}

/** Writes the spec, then the tree. When the tree cannot be written, the spec gets its old bytes back. */
export function carryOut(outDir: string, prepared: Prepared, before: readonly SpecTarget[]) {
  const { files, judged } = prepared;
  const refused = writeAll(files);
  if (refused.length > 0) return { results: [], diagnostics: refused };
  const { value: results = [], diagnostics } = applyTargets(outDir, treesOf(judged));
  if (!hasErrors(diagnostics)) return { results, diagnostics };
  const lost = putBack(files);
  const back = lost.length > 0 ? lost : [wasPutBack(restoreTree(outDir, prepared, before))];
  return { results: [], diagnostics: [...diagnostics, ...back] };
}

/** Targets that were written before one could not be: their files follow the spec again. False when some may not. */
function restoreTree(outDir: string, { results }: Prepared, before: readonly SpecTarget[]): boolean {
  const were = (outcome: string) =>
    new Set(results.filter((one) => one.outcome === outcome).map(({ target }) => target));
  const [updated, created] = [were('updated'), were('created')];
  const old = before.filter(({ name }) => updated.has(name)).map((target) => compileTarget(target));
  const { diagnostics } = applyTargets(outDir, treesOf(old));
  return !hasErrors(diagnostics) && ![...created].some((name) => exists(join(outDir, name)));
}

function wasPutBack(restored: boolean): Diagnostic {
  const stale = restored ? '' : ' Files of some targets may follow the edit all the same.';
  return diagnostic('WD0306', {
    detail: `The tree could not be written, so the spec holds what it held before.${stale}`,
    help: 'see to the findings above, then run the command again',
  });
}
