import { originOf } from '../analyse/judge.js';
import { codes, type DiagnosticCode } from '../core/codes.js';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import type { Outcome } from '../core/outcome.js';
import { formatPath, type KeyPath, parsePath } from '../core/path.js';
import { hasErrors } from '../core/report.js';
import { suggest } from '../core/suggest.js';
import { type Found, leavesBelow, lookup, specWord } from '../plan/lookup.js';
import type { Origin, ResolvedTarget } from '../plan/types.js';
import { inWords } from '../plan/words.js';
import type { Spec, SpecTarget } from '../spec/read.js';
import { compileTarget } from './compile.js';
import { type LoadedSpec, loadSpec } from './load.js';

export interface ExplainArguments {
  readonly spec: string;
  /** A diagnostic code, or a target's path into the plan. */
  readonly subject: string;
}

/** `wdgen explain CODE` or `wdgen explain T.path`: a rule and its source, or where a value came from. */
export function explain({ spec, subject }: ExplainArguments): Outcome {
  const code = subject.toUpperCase();
  if (Object.hasOwn(codes, code)) return explainCode(code as DiagnosticCode);
  if (/^WD\d*$/i.test(subject)) return cannot([unknownCode(code)]);
  return explainPath(loadSpec(spec), subject);
}

function cannot(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string> = new Map(),
): Outcome {
  return { exit: 2, blocks: [], data: null, diagnostics, sources };
}

function explainCode(code: DiagnosticCode): Outcome {
  const { severity, summary, explanation } = codes[code];
  const text = `${code} (${severity}): ${summary}\n\n${explanation}`;
  return {
    exit: 0,
    blocks: [{ kind: 'text', text }],
    data: { code, severity, summary, explanation },
    diagnostics: [],
    sources: new Map(),
  };
}

function unknownCode(code: string): Diagnostic {
  const near = suggest(code, Object.keys(codes));
  return diagnostic('WD0602', {
    detail: `There is no code ${code}.`,
    help:
      near === undefined ? 'codes look like WD1001; every finding names its own' : `did you mean ${near}?`,
  });
}

function explainPath({ spec, diagnostics, sources }: LoadedSpec, subject: string): Outcome {
  if (spec === undefined) return cannot(diagnostics, sources);
  const split = splitSubject(spec, subject);
  if (split === undefined) return cannot([noTarget(spec, subject)], sources);
  const judged = compileTarget(split.target);
  if (judged.resolved === undefined)
    return cannot(
      judged.diagnostics.filter((d) => hasErrors([d])),
      sources,
    );
  const { found, missing } = lookup(judged.resolved.plan, split.path);
  if (found === undefined) return cannot([noPath(subject, missing)], sources);
  const rows = leavesBelow(found).map((leaf) =>
    explainLeaf(leaf, split.target, judged.resolved as ResolvedTarget),
  );
  const text = rows.map(({ name, is, because }) => `${name}: ${is}\n    ${because}`).join('\n');
  return { exit: 0, blocks: [{ kind: 'text', text }], data: rows, diagnostics: [], sources };
}

interface Subject {
  readonly target: SpecTarget;
  readonly path: KeyPath;
}

/** Target names may contain dots, so the longest target name that fits is taken. */
function splitSubject({ targets }: Spec, subject: string): Subject | undefined {
  const fits = targets.filter(({ name }) => subject === name || subject.startsWith(`${name}.`));
  const target = fits.sort((a, b) => b.name.length - a.name.length)[0];
  if (target === undefined) return undefined;
  const path = parsePath(subject.slice(target.name.length + 1));
  return path === undefined ? undefined : { target, path };
}

function noTarget({ targets }: Spec, subject: string): Diagnostic {
  const names = targets.map(({ name }) => name);
  const near = suggest(subject.split('.')[0] ?? '', names);
  return diagnostic('WD0602', {
    detail: `\`${subject}\` is neither a code nor a path that starts with a target.`,
    help: near === undefined ? `targets: ${names.slice(0, 20).join(', ')}` : `did you mean \`${near}\`?`,
  });
}

function noPath(subject: string, missing: { key: string; known: readonly string[] } | undefined): Diagnostic {
  const { key = '', known = [] } = missing ?? {};
  const near = suggest(key, known);
  const choices = known.length === 0 ? 'the path ends one step earlier' : `there is: ${known.join(', ')}`;
  return diagnostic('WD0602', {
    detail: `\`${subject}\`: the plan has no \`${key}\` there.`,
    help: near === undefined ? choices : `did you mean \`${near}\`?`,
  });
}

function explainLeaf({ path, value }: Found, target: SpecTarget, resolved: ResolvedTarget) {
  const from = originOf(path, resolved);
  const name = [resolved.plan.name, ...path.map((key) => specWord(String(key)))].join('.');
  return {
    name,
    is: inWords(path, value),
    because: from === undefined ? '' : originInWords(from, target),
    origin: from ?? null,
  };
}

function originInWords(from: Origin, target: SpecTarget): string {
  switch (from.kind) {
    case 'spec': {
      const span = target.document.positions.key(from.path) ?? target.document.positions.nearest(from.path);
      return `written at ${span.file}:${span.line}:${span.column}`;
    }
    case 'catalogue':
      return `${from.fact} (${from.source})`;
    case 'default':
      return `default: ${from.reason}; set it with ${formatPath(from.settable)}`;
    case 'derived':
      return `follows from ${from.from.map(formatPath).join(' and ')}: ${from.reason}`;
  }
}
