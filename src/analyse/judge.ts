import { codes } from '../core/codes.js';
import { type Diagnostic, diagnostic, type Related, type Span } from '../core/diagnostic.js';
import { type KeyPath, pathKey } from '../core/path.js';
import type { Origin, ResolvedTarget } from '../plan/types.js';
import type { SpecTarget } from '../spec/read.js';
import { rules } from './rules/index.js';
import { withoutSilenced } from './silence.js';
import type { Finding, Rule } from './types.js';

/**
 * Runs every rule over a target, leads each finding back to the line of the spec that caused it, and takes out what the
 * target silences. Without `notes`, rules that only remark on something are left out: whoever does not show them need
 * not look for their lines.
 */
export function judge(
  target: SpecTarget,
  resolved: ResolvedTarget,
  { notes }: { readonly notes: boolean },
): Diagnostic[] {
  const wanted = notes ? rules : rules.filter(({ code }) => codes[code].severity !== 'note');
  const isWritten = (path: KeyPath) => originOf(path, resolved)?.kind === 'spec';
  const found = wanted.flatMap((rule) =>
    rule.check(resolved.plan, isWritten).map((finding) => toDiagnostic(rule, finding, target, resolved)),
  );
  const ran = new Set<string>(wanted.map(({ code }) => code));
  return withoutSilenced(found, resolved.plan.silenced, { target, ran });
}

/** A finding of a rule, or of anything else with a code, led back to the line of the spec that caused it. */
export function toDiagnostic(
  rule: Pick<Rule, 'code'>,
  finding: Finding,
  target: SpecTarget,
  resolved: ResolvedTarget,
): Diagnostic {
  const path = specPathOf(finding.at, resolved) ?? ['target', target.name];
  return diagnostic(rule.code, {
    severity: finding.severity,
    path,
    span: spanOf(path, finding.state, target),
    detail: finding.detail,
    help: finding.help,
    related: (finding.because ?? []).map(({ path: at, says }) => relatedOf(at, says, target, resolved)),
  });
}

/** The origin of a plan value, or of the nearest thing around it that has one. */
export function originOf(path: KeyPath, { origins }: ResolvedTarget): Origin | undefined {
  for (let length = path.length; length > 0; length--) {
    const found = origins.get(pathKey(path.slice(0, length)));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where in the spec a plan value is decided: written there, or derived from what is, or settable there. */
function specPathOf(path: KeyPath, resolved: ResolvedTarget): KeyPath | undefined {
  const from = originOf(path, resolved);
  if (from === undefined) return undefined;
  if (from.kind === 'spec') return from.path;
  if (from.kind === 'default') return from.settable;
  if (from.kind === 'derived') return from.from[0];
  return ['target', resolved.plan.name, 'board'];
}

function spanOf(path: KeyPath, state: string | undefined, { document: { positions } }: SpecTarget): Span {
  const value = state === undefined ? undefined : positions.value([...path, state]);
  return value ?? positions.value(path) ?? positions.nearest(path);
}

function relatedOf(path: KeyPath, says: string, target: SpecTarget, resolved: ResolvedTarget): Related {
  const from = originOf(path, resolved);
  // The first source is where the fact stands; `explain` lists the others.
  if (from?.kind === 'catalogue') return { message: `${says} (${from.source.split('; ')[0]})` };
  const at = specPathOf(path, resolved);
  return at === undefined ? { message: says } : { message: says, span: spanOf(at, undefined, target) };
}
