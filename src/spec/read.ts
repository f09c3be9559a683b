import type * as z from 'zod/mini';
import { type Diagnostic, diagnostic, type Span } from '../core/diagnostic.js';
import type { KeyPath } from '../core/path.js';
import { hasErrors, type Report } from '../core/report.js';
import type { TomlDocument } from '../source/toml.js';
import { checkHiddenCharacters } from './hidden-characters.js';
import { issuesToDiagnostics } from './messages.js';
import { includedSchema, includePattern, rootSchema, type TargetSpec, targetSchema } from './schema.js';
import { checkStates } from './states.js';
import { isTable } from './walk.js';

/** A target as its file has it. */
export interface SpecTarget {
  readonly name: string;
  readonly value: TargetSpec;
  readonly document: TomlDocument;
  /** The file to edit, relative to the root spec's folder with forward slashes, as generated headers name it. */
  readonly specFile: string;
}

/** A whole spec: the sound targets of the root file and of the files it includes, sorted by name. */
export interface Spec {
  readonly targets: readonly SpecTarget[];
  /** Names of the targets with errors in their own tables. */
  readonly unsound: readonly string[];
}

/** A parsed file, with the name that generated headers use for it. */
export interface SpecDocument {
  readonly document: TomlDocument;
  readonly specFile: string;
}

/** A pattern of `include`, with its place in the list. */
export interface Include {
  readonly pattern: string;
  readonly index: number;
}

/** Reads the sound `include` patterns of a root file, tolerating every mistake in it: none leads out of its folder. */
export function includePatterns(document: TomlDocument): readonly Include[] {
  const { include } = document.value as { include?: unknown };
  if (!Array.isArray(include)) return [];
  return include.flatMap((item, index) => {
    const { data: pattern } = includePattern.safeParse(item);
    return pattern === undefined ? [] : [{ pattern, index }];
  });
}

/**
 * Checks all files of a spec. The targets without mistakes come back in any case, so that what is wrong with them on
 * closer inspection is said in the same run. `complete` says that no included file is missing here: only then can a
 * spec be found to be empty. Without a root, which has been read before, only the included files are checked.
 */
export function readSpec(
  root: SpecDocument | undefined,
  included: readonly SpecDocument[],
  complete = true,
): Report<Spec> {
  const files = included.map((file) => check(file, includedSchema));
  if (root !== undefined) files.unshift(check(root, rootSchema));
  const targets = files.flatMap((file) => file.targets);
  const diagnostics = [
    ...files.flatMap((file) => file.diagnostics),
    ...duplicates(targets),
    ...(complete && root !== undefined ? emptiness(root, targets, files) : []),
  ];
  const unsound = files.flatMap((file) => file.unsound);
  return { value: { targets: targets.toSorted(byName), unsound }, diagnostics };
}

function byName(a: SpecTarget, b: SpecTarget): number {
  return a.name < b.name ? -1 : 1;
}

interface CheckedFile {
  readonly targets: readonly SpecTarget[];
  readonly unsound: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

function check(file: SpecDocument, schema: typeof rootSchema | typeof includedSchema): CheckedFile {
  const { document } = file;
  const result = (schema as z.ZodMiniType).safeParse(document.value);
  const issues = result.success ? [] : issuesToDiagnostics(result.error.issues, schema, document);
  const hidden = checkHiddenCharacters(document).filter(({ path }) => !reported(issues, path ?? []));
  const diagnostics = [...issues, ...hidden, ...checkStates(schema, document)];
  const all = isTable(document.value['target']) ? Object.entries(document.value['target']) : [];
  const parsed: Targets | undefined = result.success
    ? (result.data as { target?: Targets }).target
    : undefined;
  const read = all.map(([name, value]) => {
    const sound = isSound(name, diagnostics);
    return { name, value: sound ? (parsed?.[name] ?? targetSchema.safeParse(value).data) : undefined };
  });
  return {
    targets: read.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value, ...file }])),
    unsound: read.filter(({ value }) => value === undefined).map(({ name }) => name),
    diagnostics,
  };
}

type Targets = Readonly<Record<string, TargetSpec>>;

/** Whether nothing is wrong at or below a target. */
function isSound(name: string, diagnostics: readonly Diagnostic[]): boolean {
  return !diagnostics.some(
    ({ path = [], severity }) =>
      severity === 'error' && path[0] === 'target' && (path.length === 1 || path[1] === name),
  );
}

function reported(diagnostics: readonly Diagnostic[], path: KeyPath): boolean {
  return diagnostics.some(
    (d) =>
      d.path !== undefined && d.path.length === path.length && d.path.every((part, i) => part === path[i]),
  );
}

function duplicates(targets: readonly SpecTarget[]): Diagnostic[] {
  const first = new Map<string, SpecTarget>();
  return targets.flatMap((target) => {
    const earlier = first.get(target.name);
    if (earlier === undefined) {
      first.set(target.name, target);
      return [];
    }
    return [duplicate(target, earlier)];
  });
}

function duplicate(target: SpecTarget, earlier: SpecTarget): Diagnostic {
  const span = headerOf(earlier);
  return diagnostic('WD0006', {
    path: ['target', target.name],
    span: headerOf(target),
    detail: `\`${target.name}\` is also defined in ${earlier.specFile}.`,
    help: 'rename one of them, or remove it',
    related: [{ message: 'the other definition', ...(span === undefined ? {} : { span }) }],
  });
}

function headerOf(target: SpecTarget): Span | undefined {
  return target.document.positions.key(['target', target.name]);
}

/** A spec without targets generates nothing, which nobody wants on purpose. */
function emptiness(
  root: SpecDocument,
  targets: readonly SpecTarget[],
  files: readonly CheckedFile[],
): Diagnostic[] {
  const unreadable = files.some((file) => hasErrors(file.diagnostics));
  if (targets.length > 0 || unreadable) return [];
  return [
    diagnostic('WD0102', {
      path: ['target'],
      span: root.document.positions.nearest(['target']),
      detail: 'The spec has no target.',
      help: 'add a [target.NAME] table, or start with: wdgen init --board BOARD --platform PLATFORM',
    }),
  ];
}
