import type { KeyPath } from '../../core/path.js';
import { specWord } from '../lookup.js';

/** What a change means for the machine, the gravest first. */
export const RISKS = [
  'arms',
  'disarms',
  'tightens',
  'loosens',
  'boots',
  'feeder',
  'documents',
  'cosmetic',
] as const;

export type Risk = (typeof RISKS)[number];

/** One difference of two plans of a target. */
export interface PlanChange {
  readonly target: string;
  /** The words of a spec that lead there, as in `watchdog.runtime`; empty for the target as a whole. */
  readonly path: string;
  readonly risk: Risk;
  /** What it means, in plain words. */
  readonly sentence: string;
  /** The value on either side, in words; null where there is none. */
  readonly before: string | null;
  readonly after: string | null;
}

/** A change before it is known to be the only one that tells of its values. */
export interface Draft {
  /** Every value at or below this place is told. */
  readonly at: KeyPath;
  /** Further places that are told with it. */
  readonly also?: readonly KeyPath[];
  readonly risk: Risk;
  readonly sentence: string;
  readonly before: string | null;
  readonly after: string | null;
}

const STATES = new Set<string | number>(['active', 'deferred', 'forbidden']);

/** The words for a place: what follows a setting is its state, which no spec names in a path. */
export function wordsFor(at: KeyPath): string {
  const words = at.filter((part, index) => index === 0 || !STATES.has(part) || index < at.length - 1);
  return words.map((part) => specWord(String(part))).join('.');
}

/** Whether a place lies at or below another. */
export function isAtOrBelow(path: KeyPath, top: KeyPath): boolean {
  return top.every((part, index) => path[index] === part);
}
