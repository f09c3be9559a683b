import { sayTime } from '../core/duration.js';
import type { Measure, Verdict } from './types.js';

/** A measured time, and whether it is longer than the worst case that was computed. */
export interface JudgedMeasure extends Measure {
  readonly over: boolean;
}

export interface JudgedVerdict extends Verdict {
  readonly measures: readonly JudgedMeasure[];
}

/** A worst case that is exceeded is a mistake in the model: then the run has failed, whatever else was seen. */
export function judged(verdict: Verdict): JudgedVerdict {
  const measures = verdict.measures.map((measure) => ({ ...measure, over: isOver(measure) }));
  const wrong = measures.filter(({ over }) => over);
  if (wrong.length === 0) return { ...verdict, measures };
  const said = [verdict.said, ...wrong.map(sayOver)].join(' ');
  return { ...verdict, result: 'failed', said, measures };
}

function isOver({ measuredMs, computedMs, slackMs = 0 }: Measure): boolean {
  return computedMs !== null && measuredMs > computedMs + slackMs;
}

/** Both numbers, and that it is the computed one which is wrong. */
export function sayOver({ figure, measuredMs, computedMs }: Measure): string {
  return `The model is wrong: ${figure} took ${sayTime(measuredMs)}, computed are ${sayTime(computedMs ?? 0)} at worst.`;
}
