import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { hasErrors, sortDiagnostics } from '../core/report.js';
import type { TomlDocument } from '../source/toml.js';
import { readToml } from '../source/toml.js';
import { includePatterns, readSpec, type Spec, type SpecDocument } from '../spec/read.js';
import { disk, glob, type Reader, splitPath } from './files.js';
import type { MetFile } from './receipts/receipt.js';

/** A spec from disk, with all that was wrong on the way and the texts that findings point into. */
export interface LoadedSpec {
  /** Absent when anything was an error; with `tolerant`, only when nothing could be read. */
  readonly spec?: Spec;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, string>;
  /** What was read: files, and the folders in which files were looked for. */
  readonly inputs: readonly string[];
  /** The `include` patterns of the root file. */
  readonly include: readonly string[];
}

/** How a spec is read; everything may be left out. */
export interface LoadOptions {
  /** For commands that look for mistakes: they get the sound targets of an unsound spec, too. */
  readonly tolerant?: boolean;
  /** What some of the files would hold after an edit, by the names under which findings show them. */
  readonly edited?: ReadonlyMap<string, Uint8Array>;
  /** Where the files are; the disk when left out. */
  readonly reader?: Reader;
  /** What generated headers call the root file. */
  readonly name?: string;
  /** Is asked about each file; an included one for which it says yes is left out. */
  readonly skip?: (file: MetFile) => boolean;
}

/** Reads a spec file and the files it includes. */
export function loadSpec(path: string, options: LoadOptions = {}): LoadedSpec {
  return loadFiles(openSpec(path, options), options);
}

/** A spec of which the root file is read, and the included ones are known by name. */
export interface OpenedSpec {
  readonly path: string;
  readonly folder: string;
  readonly root: ReadFile;
  /** The root file's text. */
  readonly sources: ReadonlyMap<string, string>;
  readonly includes: Includes;
}

/** Reads the root file. */
export function openSpec(
  path: string,
  { edited = UNEDITED, reader = disk, name = splitPath(path).name, skip = () => false }: LoadOptions = {},
): OpenedSpec {
  const sources = new Map<string, string>();
  const { folder, name: own } = splitPath(path);
  const help = 'name the spec with --spec FILE, or start one with: wdgen init';
  const root = readDocument(path, name, 'root', { sources, edited, reader, skip }, help);
  const includes =
    root.file === undefined ? NO_INCLUDES : expandIncludes(folder, own, root.file.document, reader);
  return { path, folder, root, sources, includes };
}

/** Reads included files of an opened spec: all, or some. Without `withRoot` the root file's own targets are left out. */
export function loadFiles(
  { path, folder, root, sources: first, includes }: OpenedSpec,
  { tolerant = false, edited = UNEDITED, reader = disk, skip = () => false }: LoadOptions = {},
  some: readonly IncludedFile[] = includes.files,
  withRoot = true,
): LoadedSpec {
  const sources = new Map(first);
  if (root.file === undefined) return { diagnostics: root.diagnostics, sources, inputs: [path], include: [] };
  const files = some.map((file) => readIncluded(folder, file, { sources, edited, reader, skip }));
  const found = [...root.diagnostics, ...includes.diagnostics, ...files.flatMap((file) => file.diagnostics)];
  const documents = files.map(({ file }) => file).filter((file) => file !== undefined);
  const whole = withRoot && some.length === includes.files.length;
  const complete = whole && !hasErrors(found) && !files.some((file) => file.skipped === true);
  const report = readSpec(withRoot ? root.file : undefined, documents, complete);
  const diagnostics = sortDiagnostics([...found, ...report.diagnostics]);
  const usable = tolerant || !hasErrors(diagnostics);
  const below = [...includes.files.map((file) => file.path), ...includes.folders];
  const inputs = [path, ...below.map((one) => join(folder, one))];
  const include = includePatterns(root.file.document).map(({ pattern }) => pattern);
  if (report.value === undefined || !usable) return { diagnostics, sources, inputs, include };
  return { spec: report.value, diagnostics, sources, inputs, include };
}

const UNEDITED: ReadonlyMap<string, Uint8Array> = new Map();

/** Where texts come from and go to. */
interface Reading {
  readonly sources: Map<string, string>;
  readonly edited: ReadonlyMap<string, Uint8Array>;
  readonly reader: Reader;
  readonly skip: (file: MetFile) => boolean;
}

export interface ReadFile {
  readonly file?: SpecDocument;
  readonly skipped?: true;
  readonly diagnostics: readonly Diagnostic[];
}

function readDocument(
  path: string,
  specFile: string,
  role: MetFile['role'],
  { sources, edited, reader, skip }: Reading,
  help: string,
): ReadFile {
  const label = reader.label(path);
  const bytes = edited.get(label) ?? reader.read(path, help);
  if (!(bytes instanceof Uint8Array)) return { diagnostics: [bytes] };
  if (skip({ label, specFile, role, bytes }) && role === 'included')
    return { skipped: true, diagnostics: [] };
  const { text, report } = readToml(label, bytes);
  if (text !== undefined) sources.set(label, text);
  if (report.value === undefined) return { diagnostics: report.diagnostics };
  return { file: { document: report.value, specFile }, diagnostics: report.diagnostics };
}

/** A file that cannot be read is a mistake of the `include` that names it. */
function readIncluded(folder: string, { path, say }: IncludedFile, reading: Reading): ReadFile {
  const read = readDocument(join(folder, path), path, 'included', reading, '');
  const diagnostics = read.diagnostics.map((found) =>
    found.code === 'WD0001' ? say(found.detail ?? `${path} cannot be read.`) : found,
  );
  return { ...read, diagnostics };
}

/** A file that a pattern matches, and how to complain about that pattern. */
export interface IncludedFile {
  readonly path: string;
  readonly say: (detail: string) => Diagnostic;
}

export interface Includes {
  readonly files: readonly IncludedFile[];
  /** Folders that patterns looked through, relative like the files; a new file in them would be included, too. */
  readonly folders: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const NO_INCLUDES: Includes = { files: [], folders: [], diagnostics: [] };

function expandIncludes(folder: string, rootName: string, document: TomlDocument, reader: Reader): Includes {
  const diagnostics: Diagnostic[] = [];
  const files = new Map<string, IncludedFile>();
  const folders = new Set<string>();
  for (const { index, pattern } of includePatterns(document)) {
    const path = ['include', index];
    const span = document.positions.nearest(path);
    const say = (detail: string) =>
      diagnostic('WD0005', { path, span, detail, help: 'correct the pattern, or remove it' });
    const found = glob(folder, pattern, reader, folders);
    const others = found.filter((file) => file !== rootName);
    for (const file of others) if (!files.has(file)) files.set(file, { path: file, say });
    if (others.length > 0) continue;
    const quoted = JSON.stringify(pattern);
    diagnostics.push(
      say(found.length === 0 ? `No file matches ${quoted}.` : `${quoted} is the spec itself.`),
    );
  }
  return { files: [...files.values()], folders: [...folders], diagnostics };
}
