import { type CoverageChange, coverageChanges } from '../analyse/coverage.js';
import { diagnostic } from '../core/diagnostic.js';
import { exitCodes, type Outcome } from '../core/outcome.js';
import { compareText, hasErrors, sortDiagnostics } from '../core/report.js';
import { starMatcher } from '../core/star-pattern.js';
import { suggest } from '../core/suggest.js';
import { comparePlans, type PlanChange, RISKS, type Risk, sortChanges } from '../plan/compare.js';
import { blocksOf, type Detail } from './diff/report.js';
import { openSide, type Side } from './diff/sides.js';
import { staleEvidence } from './diff/stale.js';
import { compareFiles, type FileChange } from './diff/texts.js';
import { exitOf } from './exits.js';

export interface DiffArguments {
  readonly spec: string;
  /** Names or globs; none = all. */
  readonly targets: readonly string[];
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Words of risk classes, separated by commas; left out: any difference ends with 1. */
  readonly failOn: string | undefined;
  readonly detail: Detail;
}

/** `wdgen diff`: what changes from one state of the spec to another, in words and as text. */
export async function diff(args: DiffArguments): Promise<Outcome> {
  const wanted = risksOf(args.failOn);
  if (typeof wanted === 'string') return refuse(wanted, `classes: ${RISKS.join(', ')}`);
  const from = await openSide(args.from ?? 'HEAD', args.spec);
  const to = await openSide(args.to, args.spec);
  const sources = new Map([...from.sources, ...to.sources]);
  const [before, after] = [from.report.value, to.report.value];
  const diagnostics = sortDiagnostics([...from.report.diagnostics, ...to.report.diagnostics]);
  if (before === undefined || after === undefined || hasErrors(diagnostics))
    return { exit: exitOf(diagnostics), blocks: [], data: null, diagnostics, sources };
  const textOnly = before.kind === 'folder' || after.kind === 'folder';
  if (textOnly && wanted !== undefined)
    return refuse(
      'An output folder holds files, not plans: what a change means cannot be told from it, so --fail-on cannot judge it.',
      'compare specs or revisions, or leave out --fail-on',
    );
  const names = namesOf(before, after);
  const unknown = args.targets.find((pattern) => !names.some(starMatcher(pattern)));
  if (unknown !== undefined)
    return refuse(`Neither side has a target \`${unknown}\`.`, `targets: ${names.slice(0, 20).join(', ')}`);
  const chosen = names.filter((name) => isChosen(name, args.targets));
  const compared = compare(before, after, chosen);
  const stale = staleEvidence(args.spec, chosen, before, after);
  return answer(
    { ...compared, remarks: [...compared.remarks, ...stale] },
    { before, after, textOnly, wanted, detail: args.detail, sources },
  );
}

function namesOf(before: Side, after: Side): string[] {
  return [...new Set([...before.targets.keys(), ...after.targets.keys()])].sort(compareText);
}

function isChosen(name: string, patterns: readonly string[]): boolean {
  return patterns.length === 0 || patterns.some((pattern) => starMatcher(pattern)(name));
}

function refuse(detail: string, help: string): Outcome {
  const diagnostics = [diagnostic('WD0604', { detail, help })];
  return { exit: exitCodes.cannot, blocks: [], data: null, diagnostics, sources: new Map() };
}

/** The classes that --fail-on names; what is wrong with it as a sentence. */
function risksOf(failOn: string | undefined): readonly Risk[] | string | undefined {
  if (failOn === undefined) return undefined;
  const words = failOn.split(',').map((word) => word.trim());
  const unknown = words.find((word) => !RISKS.some((risk) => risk === word));
  if (unknown === undefined) return RISKS.filter((risk) => words.includes(risk));
  const near = suggest(unknown, RISKS);
  const hint = near === undefined ? '' : ` Did you mean \`${near}\`?`;
  return `--fail-on does not know the class ${JSON.stringify(unknown)}.${hint}`;
}

interface Compared {
  readonly changes: readonly PlanChange[];
  readonly coverage: readonly CoverageChange[];
  readonly files: readonly FileChange[];
  readonly remarks: readonly string[];
}

function compare(before: Side, after: Side, names: readonly string[]): Compared {
  const changes: PlanChange[] = [];
  const covers: CoverageChange[] = [];
  const files: FileChange[] = [];
  const remarks: string[] = [];
  for (const name of names) {
    const [old, now] = [before.targets.get(name), after.targets.get(name)];
    if (before.kind === 'spec' && after.kind === 'spec') changes.push(...comparePlans(old?.plan, now?.plan));
    if (old?.plan !== undefined && now?.plan !== undefined)
      covers.push(...coverageChanges(old.plan, now.plan));
    const broken = [old, now].some((side) => side !== undefined && side.files === undefined);
    if (broken)
      remarks.push(`${name}: a side has errors that wdgen check tells; its files are not compared.`);
    else files.push(...compareFiles(name, old, now));
  }
  return { changes: sortChanges(changes), coverage: covers, files, remarks };
}

interface Asked {
  readonly before: Side;
  readonly after: Side;
  readonly textOnly: boolean;
  readonly wanted: readonly Risk[] | undefined;
  readonly detail: Detail;
  readonly sources: ReadonlyMap<string, string>;
}

function answer({ changes, coverage, files, remarks }: Compared, asked: Asked): Outcome {
  const { before, after, textOnly, wanted, detail, sources } = asked;
  const differs =
    wanted === undefined
      ? changes.length > 0 || files.length > 0
      : changes.some(({ risk }) => wanted.includes(risk));
  const none = changes.length === 0 && files.length === 0;
  const said = [
    ...(none ? [`Nothing differs between ${before.name} and ${after.name}.`] : []),
    ...(textOnly
      ? ['An output folder holds files, not plans: only texts and states of files are compared.']
      : []),
    ...remarks,
  ];
  return {
    exit: differs ? exitCodes.no : exitCodes.yes,
    blocks: blocksOf({ changes, coverage, files }, said, detail),
    data: {
      from: before.name,
      to: after.name,
      compared: textOnly ? 'texts' : 'plans',
      changes,
      coverage,
      files: files.map(({ diff: _, ...file }) => file),
      diff: detail === 'full' ? files.map((file) => file.diff).join('') : null,
      remarks: said,
    },
    diagnostics: [],
    sources,
  };
}
