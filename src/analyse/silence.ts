import { codes, type DiagnosticCode } from '../core/codes.js';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import type { SilencedRule } from '../plan/types.js';
import type { SpecTarget } from '../spec/read.js';

/**
 * What is left of a target's findings when those it silences with a reason are taken out. An error never vanishes: it
 * becomes a warning that shows the reason. A silence that silences nothing is told, so that none outlives its cause.
 * `ran` holds the codes of the rules that were asked: of others nobody knows whether they would find anything.
 */
export function withoutSilenced(
  found: readonly Diagnostic[],
  silenced: readonly SilencedRule[],
  { target, ran }: { readonly target: SpecTarget; readonly ran: ReadonlySet<string> },
): Diagnostic[] {
  const reasons = new Map(silenced.map((one) => [one.name, one]));
  const left = found.flatMap((one) => {
    const silence = reasons.get(one.code);
    if (silence === undefined) return [one];
    return one.severity === 'error' ? [softened(one, silence, target)] : [];
  });
  const hit = new Set<string>(found.map(({ code }) => code));
  const dead = silenced.filter(({ name }) => !hit.has(name) && (ran.has(name) || !isRule(name)));
  return [...left, ...dead.map(({ name }) => nothingSilenced(name, target))];
}

function softened(one: Diagnostic, { name, reason }: SilencedRule, target: SpecTarget): Diagnostic {
  const span = placeOf(name, target);
  const said = { message: `an error, silenced because: ${reason}`, span };
  return { ...one, severity: 'warning', related: [...one.related, said] };
}

function nothingSilenced(name: string, target: SpecTarget): Diagnostic {
  const detail = isRule(name)
    ? `${name} (${codes[name].summary}) finds nothing in this target.`
    : `There is no rule ${name}.`;
  const help = 'remove it; every finding names the code of its rule';
  return diagnostic('WD1000', {
    path: ['target', target.name, 'silence', name],
    span: placeOf(name, target),
    detail,
    help,
  });
}

/** Rules have the codes from WD1001; WD1000 speaks of silences and is none. */
function isRule(name: string): name is DiagnosticCode {
  return Object.hasOwn(codes, name) && name !== 'WD1000';
}

function placeOf(name: string, { name: target, document: { positions } }: SpecTarget) {
  const path = ['target', target, 'silence', name];
  return positions.key(path) ?? positions.nearest(path);
}
