import type { Diagnostic } from '../core/diagnostic.js';
import { hasErrors } from '../core/report.js';
import type { TargetTree } from '../output/index.js';
import { choose } from './choose.js';
import { compileTarget, treesOf } from './compile.js';
import type { Work } from './generate-carry-out.js';
import type { GenerateArguments } from './generate-outcome.js';
import { type IncludedFile, loadFiles, type OpenedSpec } from './load.js';
import { type Known, recallFile } from './receipts/known.js';
import type { Memory } from './receipts/memory.js';
import type { MetFile } from './receipts/receipt.js';

/*
 * A fleet in parts. Of a file that is read and judged only its bytes are kept, and what was said about it; it is read a
 * second time to be rendered. 10,000 targets took half the memory, and a tenth more time (docs/performance.md).
 */

/** Specs of more files than this are read in parts. */
const MOST_FILES = 300;
/** How many files a part has: read, judged and forgotten together. */
const PART = 50;

export function isFleet({ includes }: OpenedSpec): boolean {
  return includes.files.length > MOST_FILES;
}

/** Files that were read and judged together, and the targets of theirs that are to be rendered. */
interface Part {
  readonly files: readonly IncludedFile[];
  readonly isFirst: boolean;
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

/** Reads and judges a fleet in parts. Undefined when anything is wrong: that is told with all of the spec at hand. */
export function workInParts(opened: OpenedSpec, args: GenerateArguments, memory: Memory): Work | undefined {
  const known: Known = { names: new Set(), targets: new Map() };
  const said = new Map<string, readonly Diagnostic[]>();
  const sources = new Map<string, string>();
  const targets: { name: string; specFile: string }[] = [];
  const parts: Part[] = [];
  let inputs: readonly string[] = [];
  let include: readonly string[] = [];
  for (const files of slices(opened.includes.files)) {
    const bytes = new Map<string, Uint8Array>();
    const read = new Set<string>();
    const skip = (file: MetFile) => {
      const skipped = recallFile(file, args, memory, known);
      if (skipped) return true;
      read.add(file.specFile);
      bytes.set(file.label, file.bytes);
      return false;
    };
    const isFirst = parts.length === 0;
    const loaded = loadFiles(opened, { tolerant: true, skip }, files, isFirst);
    if (loaded.spec === undefined || loaded.diagnostics.length > 0) return undefined;
    ({ inputs, include } = loaded);
    const { chosen } = choose(
      loaded.spec.targets.map(({ name }) => name),
      args.targets,
    );
    for (const target of loaded.spec.targets) {
      targets.push({ name: target.name, specFile: target.specFile });
      if (!chosen.has(target.name)) continue;
      const { diagnostics } = compileTarget(target);
      if (hasErrors(diagnostics)) return undefined;
      said.set(target.name, diagnostics);
      for (const { span, related } of diagnostics)
        for (const one of [span, ...related.map((also) => also.span)])
          keepText(one?.file, loaded.sources, sources);
    }
    parts.push({ files: files.filter(({ path }) => read.has(path)), isFirst, bytes });
  }
  const names = [...targets.map(({ name }) => name), ...known.names];
  const isOdd = new Set(names).size < names.length || choose(names, args.targets).unmatched.length > 0;
  if (isOdd) return undefined;
  const trees = () => treesIn(parts, opened, said);
  return { ofForm: [], said, sources, inputs, include, targets, known, trees };
}

function* slices(files: readonly IncludedFile[]): Generator<readonly IncludedFile[]> {
  for (let at = 0; at < files.length; at += PART) yield files.slice(at, at + PART);
}

function keepText(
  file: string | undefined,
  from: ReadonlyMap<string, string>,
  to: Map<string, string>,
): void {
  const text = file === undefined ? undefined : from.get(file);
  if (file !== undefined && text !== undefined) to.set(file, text);
}

/** Reads the parts again, out of the bytes that were judged, and renders their targets. */
function* treesIn(
  parts: readonly Part[],
  opened: OpenedSpec,
  said: ReadonlyMap<string, readonly Diagnostic[]>,
): Generator<TargetTree> {
  for (const { files, isFirst, bytes } of parts) {
    const { spec } = loadFiles(opened, { tolerant: true, edited: bytes }, files, isFirst);
    const wanted = spec?.targets.filter(({ name }) => said.has(name)) ?? [];
    yield* treesOf(wanted.map((target) => ({ target, diagnostics: [] })));
  }
}
