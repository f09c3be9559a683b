import type { BootStage } from '../../plan/types.js';
import type { Context, Figure, Term, TermFrom } from './types.js';

/** The value of a figure: every added term as often as it says, and the largest of the maxima. */
export function total(terms: readonly Term[]): number {
  const worth = ({ value, times }: Term) => value * times;
  const added = terms.filter(({ enters }) => enters === 'added').map(worth);
  const maxima = terms.filter(({ enters }) => enters === 'maximum').map(worth);
  return added.reduce((sum, one) => sum + one, 0) + Math.max(0, ...maxima);
}

/** A term that is added; `times` more than once. */
export function added(label: string, value: number, from: TermFrom, source: string, times = 1): Term {
  return { label, value, times, enters: 'added', from, source };
}

/** A term of which only the largest counts. */
export function maximum(label: string, value: number, from: TermFrom, source: string): Term {
  return { label, value, times: 1, enters: 'maximum', from, source };
}

/** Another figure as a term; only for figures that have a value. */
export function figureTerm(label: string, { id, value }: Figure, times = 1): Term {
  return added(label, value ?? 0, 'figure', id, times);
}

/** What tells one figure from the others. */
type Head = Pick<Figure, 'id' | 'title'> & { readonly unit?: Figure['unit'] };

/** A figure that is known. */
export function known(head: Head, terms: readonly Term[], notes: readonly string[] = []): Figure {
  return { unit: 'ms', ...head, value: total(terms), terms, reason: null, notes };
}

/** A figure that there is not, and why. */
export function unknown(head: Head, reason: string, notes: readonly string[] = []): Figure {
  return { unit: 'ms', ...head, value: null, terms: [], reason, notes };
}

const STAGES: Readonly<Record<BootStage, string>> = {
  firmware: 'firmware, from the reset on',
  loader: 'boot loader',
  kernel: 'kernel and initrd',
  userspace: 'init, until the feeder has opened the device',
  stop: 'orderly stop',
};

/**
 * How long a stage takes: measured on the board, from the spec, or assumed. What an emulator took says nothing about a board
 * except that the assumption was bold: it counts where it was longer than what is assumed, and never against the spec.
 */
export function stageTerm({ plan, measured }: Context, stage: BootStage, label = STAGES[stage]): Term {
  const found = measured?.stages?.[stage];
  const value = found ?? plan.boot[`${stage}Ms`];
  const { times, source } = measured?.rehearsed ?? { times: {}, source: '' };
  const rehearsed = times[`boot.${stage}`] ?? 0;
  const assumed = plan.boot.assumed.includes(stage);
  if (found === undefined && assumed && rehearsed > value)
    return added(label, rehearsed, 'measured', `in the emulator, ${source}`);
  const from = found !== undefined ? 'measured' : assumed ? 'assumed' : 'spec';
  return added(label, value, from, found === undefined ? `boot.${stage}` : (measured?.source ?? ''));
}
