import { sayTerm, sayValue, type Timeline, withoutValue } from '../../analyse/timeline.js';
import { mdText } from '../quote/markdown.js';
import type { View } from '../types.js';

/** Worst cases with their terms, and which ones there are none of. */
export function timelineView({ figures }: Timeline): View {
  const known = figures.filter(({ value }) => value !== null);
  const without = withoutValue(figures);
  return {
    figures: known.map((figure) => ({
      value: mdText(sayValue(figure)),
      title: mdText(figure.title),
      id: mdText(figure.id),
      terms: figure.terms.map((term) => mdText(sayTerm(term, figure.unit))),
      notes: figure.notes.map((note) => mdText(note)),
    })),
    anyWithout: without.length > 0,
    without: without.map(({ reason, titles }) => ({
      reason: mdText(reason),
      titles: titles.map((title) => mdText(title)),
    })),
  };
}
