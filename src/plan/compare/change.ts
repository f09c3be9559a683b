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

/** The words for a place: without the state of a setting and other parts that no spec names in a path. */
export function wordsFor(at: KeyPath): string {
  const end = ['active', 'deferred', 'forbidden'].includes(String(at.at(-1))) ? -1 : at.length;
  const words = at.slice(0, end).filter((part) => part !== '');
  const named = at[1] === 'flags' ? words.filter((part, index) => index !== 3 || part !== 'setting') : words;
  return named.map((part) => specWord(String(part))).join('.');
}

/** Whether a place lies at or below another. */
export function isAtOrBelow(path: KeyPath, top: KeyPath): boolean {
  return top.every((part, index) => path[index] === part);
}
