import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import type { Outcome } from '../core/outcome.js';
import { suggest } from '../core/suggest.js';
import type { EvidenceRecord } from '../evidence/record.js';
import { evidenceFolder, writeRecord } from '../evidence/store.js';
import type { SpecTarget } from '../spec/read.js';
import { selectTargets } from './compile.js';
import { exitOf } from './exits.js';
import { type LoadedSpec, loadSpec } from './load.js';
import { approvalOf } from './states/approve.js';
import { subjectOf } from './states/gates.js';
import { importedFrom, unfiled } from './states/import-evidence.js';

export interface EvidenceArguments {
  readonly spec: string;
  readonly action: string;
  readonly files: readonly string[];
  readonly targets: readonly string[];
  readonly by: string | undefined;
  readonly signature: string | undefined;
  readonly since: string | undefined;
  /** The time, for people who read the record. */
  readonly nowMs: number;
}

/** A record to be filed, or why there is none. */
export type Made =
  | { readonly record: EvidenceRecord; readonly remark: string }
  | { readonly refused: readonly Diagnostic[] };

const ACTIONS = ['add', 'approve', 'hash'] as const;

/** `wdgen evidence add FILE` and `wdgen evidence approve`: files what lifts a deferral, bound to the artefacts of today. */
export async function evidence(args: EvidenceArguments): Promise<Outcome> {
  const wrong = usage(args);
  if (wrong !== undefined) return ended(loadedNothing, [wrong]);
  const loaded = loadSpec(args.spec);
  if (loaded.spec === undefined) return ended(loaded, loaded.diagnostics);
  const { targets, diagnostics } = selectTargets(loaded.spec, args.targets);
  const [target, ...more] = targets;
  if (target === undefined || diagnostics.length > 0) return ended(loaded, diagnostics);
  if (more.length > 0) return ended(loaded, [oneTarget(targets)]);
  if (args.action === 'hash') return hashes(loaded, target);
  const made =
    args.action === 'add' ? importedFrom(args.files, target, args.since) : await approvalOf(args, target);
  return 'refused' in made
    ? ended(loaded, made.refused)
    : file(args, loaded, target, made.record, made.remark);
}

const loadedNothing: LoadedSpec = { diagnostics: [], sources: new Map(), inputs: [], include: [] };

function ended({ sources }: LoadedSpec, diagnostics: readonly Diagnostic[]): Outcome {
  return { exit: exitOf(diagnostics), blocks: [], data: null, diagnostics, sources };
}

function usage({ action, files, by }: EvidenceArguments): Diagnostic | undefined {
  const say = (detail: string, help: string) => diagnostic('WD0601', { detail, help });
  if (!ACTIONS.some((known) => known === action)) {
    const near = suggest(action, ACTIONS);
    return say(
      `evidence cannot ${JSON.stringify(action)}.`,
      near === undefined ? 'add FILE, approve, or hash' : `did you mean ${near}?`,
    );
  }
  if (action === 'add' && files.length === 0)
    return say('No file is named.', 'wdgen evidence add --target T FILE');
  if (action === 'approve' && by === undefined)
    return say('Nobody is named.', 'wdgen evidence approve --target T --by NAME');
  return undefined;
}

function oneTarget(targets: readonly SpecTarget[]): Diagnostic {
  const names = targets.map(({ name }) => name).slice(0, 10);
  return diagnostic('WD0601', {
    detail: `Evidence is about one target; --target means ${targets.length}: ${names.join(', ')}.`,
    help: 'name one',
  });
}

/** What tools that write records need to know. */
function hashes({ sources }: LoadedSpec, target: SpecTarget): Outcome {
  const { now, enabled, plan } = subjectOf(target);
  const rows = [
    ['artefacts', now],
    ['enabled', enabled],
    ['plan', plan],
  ];
  const table = { kind: 'table', head: ['of', 'sha256'], rows } as const;
  return { exit: 0, blocks: [table], data: { artefacts: now, enabled, plan }, diagnostics: [], sources };
}

function file(
  { spec }: EvidenceArguments,
  loaded: LoadedSpec,
  { name }: SpecTarget,
  record: EvidenceRecord,
  remark: string,
): Outcome {
  try {
    const { file: written, isNew } = writeRecord(evidenceFolder(spec, name), record);
    const text = [
      isNew ? `${written} was written. Commit it with the spec.` : `${written} is there already.`,
      ...(remark === '' ? [] : [remark]),
    ].join('\n');
    return {
      exit: 0,
      blocks: [{ kind: 'text', text }],
      data: { file: written, record },
      diagnostics: [],
      sources: loaded.sources,
    };
  } catch (error) {
    return ended(loaded, [unfiled(evidenceFolder(spec, name), error)]);
  }
}
