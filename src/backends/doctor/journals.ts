import { formatDuration } from '../../core/duration.js';
import type { JournalPlan } from '../../plan/types.js';
import { shComment, shWord } from '../quote/sh.js';
import type { View } from '../types.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** The messages of services: where they are, how far back, and the patterns in order of priority. */
export function journalsView(journals: readonly JournalPlan[]): View {
  return {
    journals: journals.length > 0 && { list: journals.map(journalView) },
    anyUnit: journals.some(({ unit }) => unit !== null),
    anyFile: journals.some(({ file }) => file !== null),
  };
}

function journalView({ name, unit, file, windowMs, patterns }: JournalPlan, index: number): View {
  // Each minute, or hour, of a window is one pattern: not too many of them.
  const stepMs = windowMs <= 2 * HOUR_MS ? MINUTE_MS : HOUR_MS;
  return {
    number: index + 1,
    title: shComment(`${name}: the first pattern that matches anything is the row.`),
    id: shWord(`journal.${name}`),
    window: shWord(formatDuration(windowMs)),
    unit: unit !== null && { name: shWord(unit) },
    file: file !== null && { name: shWord(file) },
    since: shWord(`-${windowMs / MINUTE_MS}min`),
    step: stepMs / 1000,
    steps: Math.ceil(windowMs / stepMs),
    patterns: patterns.map(({ match, colour, says, fix }) => ({
      match: shWord(match),
      colour: shWord(colour),
      says: shWord(says),
      fix: shWord(fix),
    })),
  };
}
