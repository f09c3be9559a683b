/** Units a spec may use, in milliseconds. `m` is left out on purpose: it reads as minutes, months and milli. */
const UNITS = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;

type Unit = keyof typeof UNITS;

/** Why a text is no duration. */
export type DurationProblem = 'no-unit' | 'unknown-unit' | 'not-a-duration' | 'too-long' | 'zero';

export type DurationResult =
  | { readonly ok: true; readonly ms: number }
  | { readonly ok: false; readonly problem: DurationProblem; readonly suggestion?: string };

/**
 * The longest duration a spec may hold: the kernel's watchdog core refuses more than UINT_MAX/1000 s.
 * Source: linux 6.1 include/linux/watchdog.h:168-181 (watchdog_timeout_invalid).
 */
export const MAX_DURATION_MS = 4_294_967_000;

/** Spellings that people type and the unit that is meant. */
const ALIASES: Readonly<Record<string, Unit>> = {
  m: 'min',
  mins: 'min',
  minute: 'min',
  minutes: 'min',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  S: 's',
  msec: 'ms',
  millis: 'ms',
  hr: 'h',
  hour: 'h',
  hours: 'h',
  H: 'h',
  day: 'd',
  days: 'd',
};

/** Parses `"30s"`: a whole number directly followed by ms, s, min, h or d. No sign, no fraction, no sum. */
export function parseDuration(text: string): DurationResult {
  const match = /^(\d+)\s*([A-Za-z]*)$/.exec(text);
  if (match === null) return notWhole(text);
  const digits = match[1] ?? '';
  const unit = match[2] ?? '';
  if (unit === '') return withoutUnit(digits);
  if (!Object.hasOwn(UNITS, unit) || text !== digits + unit) return wrongUnit(digits, unit);
  const ms = Number(digits) * UNITS[unit as Unit];
  if (ms === 0) return { ok: false, problem: 'zero' };
  if (ms > MAX_DURATION_MS) return { ok: false, problem: 'too-long' };
  return { ok: true, ms };
}

function withoutUnit(digits: string): DurationResult {
  const suggestion = `${digits}s`;
  if (!parseDuration(suggestion).ok) return { ok: false, problem: 'no-unit' };
  return { ok: false, problem: 'no-unit', suggestion };
}

/** Says `"1500ms"` to `"1.5s"`, where the fraction is whole in a smaller unit. */
function notWhole(text: string): DurationResult {
  const match = /^(\d{1,6}\.\d{1,3})\s*(s|min|h|d)$/.exec(text);
  const ms = match === null ? 0 : Math.round(Number(match[1]) * UNITS[match[2] as Unit]);
  if (ms === 0 || ms > MAX_DURATION_MS) return { ok: false, problem: 'not-a-duration' };
  return { ok: false, problem: 'not-a-duration', suggestion: formatDuration(ms) };
}

function wrongUnit(digits: string, unit: string): DurationResult {
  const meant = Object.hasOwn(UNITS, unit) ? unit : Object.hasOwn(ALIASES, unit) ? ALIASES[unit] : undefined;
  if (meant === undefined) return { ok: false, problem: 'unknown-unit' };
  return { ok: false, problem: 'unknown-unit', suggestion: `${digits}${meant}` };
}

/** Prints a duration in the largest unit that divides it: 90000 -> `90s`, 600000 -> `10min`. */
export function formatDuration(ms: number): string {
  for (const unit of ['d', 'h', 'min', 's'] as const) {
    if (ms >= UNITS[unit] && ms % UNITS[unit] === 0) return `${ms / UNITS[unit]}${unit}`;
  }
  return `${ms}ms`;
}

/** Prints a duration for sentences, where a fraction of a second may stand: 28633 -> `28.633s`. */
export function sayDuration(ms: number): string {
  return ms >= 1000 && ms % 1000 !== 0 ? `${ms / 1000}s` : formatDuration(ms);
}

/** A time for people, exact to the millisecond: `58 s`, `28.633 s`, `8 min 30 s`, `1 h 5 min`. */
export function sayTime(ms: number): string {
  const [hours, minutes] = [Math.floor(ms / 3_600_000), Math.floor((ms % 3_600_000) / 60_000)];
  const seconds = (ms % 60_000) / 1000;
  const parts = [
    ...(hours > 0 ? [`${hours} h`] : []),
    ...(minutes > 0 ? [`${minutes} min`] : []),
    ...(seconds > 0 ? [`${seconds} s`] : []),
  ];
  return parts.length === 0 ? '0 s' : parts.join(' ');
}
