import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { hasErrors } from '../core/report.js';
import type { TomlDocument } from '../source/toml.js';
import { readToml } from '../source/toml.js';
import { includePatterns, readSpec, type Spec, type SpecDocument } from '../spec/read.js';
import { glob, readBytes, splitPath } from './files.js';

/** A spec from disk, with all that was wrong on the way and the texts that findings point into. */
export interface LoadedSpec {
  /** Absent when anything was an error. */
  readonly spec?: Spec;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, string>;
}

/** Reads a spec file and the files it includes. */
export function loadSpec(path: string): LoadedSpec {
  const sources = new Map<string, string>();
  const { folder, name } = splitPath(path);
  const root = readDocument(
    path,
    name,
    sources,
    'name the spec with --spec FILE, or start one with: wdgen init',
  );
  if (root.file === undefined) return { diagnostics: root.diagnostics, sources };
  const includes = expandIncludes(folder, name, root.file.document);
  const files = includes.paths.map((file) =>
    readDocument(join(folder, file), file, sources, 'correct `include`'),
  );
  const report = readSpec(
    root.file,
    files.map(({ file }) => file).filter((file) => file !== undefined),
  );
  const reading = [
    ...root.diagnostics,
    ...includes.diagnostics,
    ...files.flatMap((file) => file.diagnostics),
  ];
  const diagnostics = [...reading, ...report.diagnostics];
  if (report.value === undefined || hasErrors(diagnostics)) return { diagnostics, sources };
  return { spec: report.value, diagnostics, sources };
}

interface ReadFile {
  readonly file?: SpecDocument;
  readonly diagnostics: readonly Diagnostic[];
}

function readDocument(path: string, specFile: string, sources: Map<string, string>, help: string): ReadFile {
  const bytes = readBytes(path, help);
  if (!(bytes instanceof Uint8Array)) return { diagnostics: [bytes] };
  const { text, report } = readToml(path, bytes);
  if (text !== undefined) sources.set(path, text);
  if (report.value === undefined) return { diagnostics: report.diagnostics };
  return { file: { document: report.value, specFile }, diagnostics: report.diagnostics };
}

interface Includes {
  readonly paths: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

function expandIncludes(folder: string, rootName: string, document: TomlDocument): Includes {
  const diagnostics: Diagnostic[] = [];
  const paths = new Set<string>();
  for (const [index, pattern] of includePatterns(document).entries()) {
    const found = glob(folder, pattern).filter((path) => path !== rootName);
    for (const path of found) paths.add(path);
    if (found.length === 0) diagnostics.push(noMatch(document, index, pattern));
  }
  return { paths: [...paths], diagnostics };
}

function noMatch(document: TomlDocument, index: number, pattern: string): Diagnostic {
  const path = ['include', index];
  return diagnostic('WD0005', {
    path,
    span: document.positions.value(path) ?? document.positions.nearest(path),
    detail: `No file matches ${JSON.stringify(pattern)}.`,
    help: 'correct the pattern, or remove it',
  });
}
