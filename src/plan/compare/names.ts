import type { KeyPath } from '../../core/path.js';
import type { Draft, Risk } from './change.js';
import { same } from './leaves.js';

/** The two sides of a list of names. */
export type Sides = readonly [before: readonly string[], after: readonly string[]];
export type Lists = (key: string) => Sides;
/** How grave one more is, and one less. */
export type Risks = readonly [added: Risk, removed: Risk];

interface Sentences {
  readonly added: (names: string) => string;
  readonly removed: (names: string) => string;
}

/** What is added to a list of names and taken out of it; another order of the same names is told as such. */
export function compareNames(
  at: KeyPath,
  [old, now]: Sides,
  [more, less]: Risks,
  { added, removed }: Sentences,
): Draft[] {
  if (same(old, now)) return [];
  const sides = { before: list(old), after: list(now) };
  const came = now.filter((name) => !old.includes(name));
  const went = old.filter((name) => !now.includes(name));
  const drafts: Draft[] = [
    ...(came.length === 0 ? [] : [{ at, risk: more, sentence: added(came.join(', ')), ...sides }]),
    ...(went.length === 0 ? [] : [{ at, risk: less, sentence: removed(went.join(', ')), ...sides }]),
  ];
  if (drafts.length > 0) return drafts;
  return [{ at, risk: 'cosmetic', sentence: 'the same names stand in another order', ...sides }];
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

/** Named parts that come and go. What changes within one that stays is left to others. */
export function comparePieces(
  at: KeyPath,
  before: readonly { readonly name: string }[],
  after: readonly { readonly name: string }[],
  what: string,
  [more, less]: Risks,
): Draft[] {
  const [old, now] = [before.map(({ name }) => name), after.map(({ name }) => name)];
  const came = now
    .filter((name) => !old.includes(name))
    .map((name) => ({ name, risk: more, sentence: `there is a ${what} ${name} now` }));
  const went = old
    .filter((name) => !now.includes(name))
    .map((name) => ({ name, risk: less, sentence: `there is no ${what} ${name} any more` }));
  return [...came, ...went].map(({ name, risk, sentence }) => ({
    at: [...at, name],
    risk,
    sentence,
    before: old.includes(name) ? name : null,
    after: now.includes(name) ? name : null,
  }));
}
