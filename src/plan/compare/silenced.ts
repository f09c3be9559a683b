import { codes, type DiagnosticCode } from '../../core/codes.js';
import type { SilencedRule } from '../types.js';
import type { Draft } from './change.js';

/** What changes in the rules that a target silences: nothing on the machine, but what `check` says about it. */
export function compareSilenced(before: readonly SilencedRule[], after: readonly SilencedRule[]): Draft[] {
  const old = reasonsOf(before);
  const now = reasonsOf(after);
  return [...new Set([...old.keys(), ...now.keys()])].toSorted().flatMap((name) => {
    const sides = { before: old.get(name) ?? null, after: now.get(name) ?? null };
    if (sides.before === sides.after) return [];
    return [{ at: ['silenced', name], risk: 'documents' as const, sentence: say(name, sides), ...sides }];
  });
}

function reasonsOf(silenced: readonly SilencedRule[]): ReadonlyMap<string, string> {
  return new Map(silenced.map(({ name, reason }) => [name, reason]));
}

function say(name: string, { before, after }: { before: string | null; after: string | null }): string {
  const rule = Object.hasOwn(codes, name) ? `${name} (${codes[name as DiagnosticCode].summary})` : name;
  if (after === null) return `${rule} is not silenced any more; the reason was: ${before}`;
  if (before === null) return `${rule} is silenced now: ${after}`;
  return `${rule} is silenced for another reason: ${after}`;
}
