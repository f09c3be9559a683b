import { sayTime } from '../../core/duration.js';
import type { Figure, Term } from './types.js';

/** What a figure comes to: a time, or a number of boots. */
export function sayValue({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  if (value === null) return 'none';
  return unit === 'ms' ? sayTime(value) : `${value} ${value === 1 ? unit.slice(0, -1) : unit}`;
}

/** What a term comes from, in two or three words. */
function sayFrom({ from, source }: Term): string {
  switch (from) {
    case 'spec':
      return source;
    case 'assumed':
      return `assumed, set ${source}`;
    case 'measured':
      return `measured, ${source}`;
    case 'catalogue':
      return `hardware, ${source}`;
    case 'systemd':
      return source.startsWith('systemd') ? source : `systemd, ${source}`;
    case 'figure':
      return `see ${source}`;
  }
}

/** A term in one line: `3 x 2 min 40 s: start of the broken slot (see boot)`. */
export function sayTerm(term: Term, unit: Figure['unit']): string {
  const { label, value, times, enters } = term;
  const amount = sayValue({ value, unit });
  const counted = times === 1 ? amount : `${times} x ${amount}`;
  return `${enters === 'maximum' ? 'the largest of these: ' : ''}${counted}: ${label} (${sayFrom(term)})`;
}

/** What a target does not have at all needs no list of what it would take. */
const ABSENT = /^there is no /;

/** The figures that there are none of, by the reason, which many share. */
export function withoutValue(
  figures: readonly Figure[],
): readonly { readonly reason: string; readonly titles: readonly string[] }[] {
  const reasons = new Map<string, Figure[]>();
  for (const figure of figures) {
    const { reason } = figure;
    if (reason !== null) reasons.set(reason, [...(reasons.get(reason) ?? []), figure]);
  }
  return [...reasons].map(([reason, all]) => ({
    reason,
    titles: ABSENT.test(reason)
      ? [`none of ${all.map(({ id }) => id).join(', ')}`]
      : all.map(({ title, id }) => `${title} (${id})`),
  }));
}
