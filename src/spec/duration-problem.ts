import { formatDuration, MAX_DURATION_MS, parseDuration } from '../core/duration.js';
import { capital, isNumber, type Problem, show, typeName, type Written } from './say.js';

/** The duration that a bare number most likely means; undefined where that is none either. */
export function secondsOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : isNumber(value) ? String(value) : '';
  return /^\d+$/.test(text) && parseDuration(`${text}s`).ok ? `${text}s` : undefined;
}

/** What is wrong with a value that stands where a duration belongs. */
export function badDuration({ value, written }: Written): Problem {
  const code = 'WD0106';
  const units = 'units are ms, s, min, h and d';
  if (isNumber(value)) {
    const seconds = secondsOf(value);
    const help =
      seconds === undefined ? 'write a time, for example "30s"' : `write "${seconds}" if seconds are meant`;
    return { code, detail: `${written} is a number without a unit.`, help };
  }
  if (typeof value !== 'string')
    return { code, detail: `${capital(typeName(value))} is not a duration.`, help: 'write "30s"' };
  const result = parseDuration(value);
  if (result.ok) return { code, detail: `${show(value)} is not a duration.` };
  const said: Readonly<Record<typeof result.problem, readonly [detail: string, help: string]>> = {
    'no-unit': ['has no unit.', units],
    'unknown-unit': ['is not a whole number directly followed by ms, s, min, h or d.', units],
    'not-a-duration': ['is not a whole number followed by a unit.', units],
    'too-long': [
      `is longer than the kernel can hold (${formatDuration(MAX_DURATION_MS)}, about 49 days).`,
      'write a shorter time',
    ],
    zero: ['is no time at all.', 'write a time, or leave the setting out'],
  };
  const [detail, help] = said[result.problem];
  return {
    code,
    detail: `${show(value)} ${detail}`,
    help: result.suggestion === undefined ? help : `write "${result.suggestion}"`,
  };
}
