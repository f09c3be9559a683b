import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Artefact } from '../../backends/types.js';
import { type Diagnostic, diagnostic } from '../../core/diagnostic.js';
import { failed, hasErrors, ok, type Report } from '../../core/report.js';
import type { Subject } from '../../evidence/progress.js';
import { readTargets, type WrittenFile } from '../../output/folder.js';
import { buildTree } from '../../output/index.js';
import type { TargetPlan } from '../../plan/types.js';
import type { Spec } from '../../spec/read.js';
import { compileTarget, renderTarget } from '../compile.js';
import { disk } from '../files.js';
import { type LoadedSpec, loadSpec } from '../load.js';
import { subjectOf } from '../states/gates.js';
import { openRevision } from './git-reader.js';

/** A target as one side has it. */
export interface SideTarget {
  /** Absent when the side is an output folder: files do not tell what they are for. */
  readonly plan?: TargetPlan;
  /** Absent when the target has errors, so that nothing would be generated. */
  readonly files?: ReadonlyMap<string, WrittenFile>;
  /** What evidence about it must be bound to; worked out when asked for. Absent for an output folder. */
  readonly subject?: () => Subject;
}

/** One side of a comparison. */
export interface Side {
  readonly name: string;
  readonly kind: 'spec' | 'folder';
  readonly targets: ReadonlyMap<string, SideTarget>;
}

/** A side, and the texts that findings about it point into. */
export interface OpenedSide {
  readonly report: Report<Side>;
  readonly sources: ReadonlyMap<string, string>;
}

/** Opens what a user named: a folder, a file, or else a git revision of the spec; `undefined` is the spec on disk. */
export async function openSide(given: string | undefined, spec: string): Promise<OpenedSide> {
  const name = given ?? spec;
  const kind = given === undefined ? 'file' : kindOf(given);
  if (kind === 'folder') return { report: openFolder(name), sources: new Map() };
  // Both sides call the root file the same, or every header of every file would differ.
  const root = basename(spec);
  if (kind === 'file') return openSpec(name, loadSpec(name, { reader: disk, name: root }));
  const { value, diagnostics } = await openRevision(name, spec);
  if (value === undefined) return { report: failed(diagnostics), sources: new Map() };
  return openSpec(name, loadSpec(value.path, { reader: value.reader, name: root }));
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  return stats.isDirectory() ? 'folder' : 'file';
}

function openFolder(name: string): Report<Side> {
  const { value, diagnostics } = readTargets(name);
  if (value === undefined) return failed(diagnostics);
  if (value.size === 0) {
    const detail = `${name} is a folder without any target that wdgen generated.`;
    return failed([
      diagnostic('WD0604', { detail, help: 'name the folder above the targets, as in generated' }),
    ]);
  }
  const targets = new Map([...value].map(([target, files]) => [target, { files }]));
  return ok({ name, kind: 'folder', targets });
}

function openSpec(name: string, { spec, diagnostics, sources }: LoadedSpec): OpenedSide {
  if (spec === undefined) return { report: failed(diagnostics), sources };
  return { report: compileAll(name, spec), sources };
}

/** Every target with its plan and its files. What a rule finds wrong leaves the files out; what no plan can be made of ends it. */
function compileAll(name: string, spec: Spec): Report<Side> {
  const broken: Diagnostic[] = [];
  const targets = new Map<string, SideTarget>();
  for (const target of spec.targets) {
    const judged = compileTarget(target);
    if (judged.resolved === undefined) {
      broken.push(...judged.diagnostics.filter(({ severity }) => severity === 'error'));
      continue;
    }
    const artefacts = renderTarget(judged);
    const { plan } = judged.resolved;
    targets.set(target.name, {
      plan,
      subject: () => subjectOf(target),
      ...(artefacts === undefined ? {} : { files: filesOf(plan, artefacts) }),
    });
  }
  return hasErrors(broken) ? failed(broken) : ok({ name, kind: 'spec', targets });
}

function filesOf({ name, specFile }: TargetPlan, artefacts: readonly Artefact[]) {
  const { files, record } = buildTree(name, artefacts, specFile);
  const entries = [...record.files.values()];
  return new Map(
    entries.map(
      ({ path, mode, state }) => [path, { text: files.get(path)?.text ?? '', mode, state }] as const,
    ),
  );
}
