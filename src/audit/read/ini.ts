import { type Place, placed, type Text } from '../place.js';

/** One `KEY=value` of a unit file, a systemd configuration file or a GKeyFile. */
export interface Assignment {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  readonly place: Place;
}

/**
 * The assignments of a file, in order. A line that ends with a backslash goes on; comments start with `#` or `;`.
 * Source: systemd.syntax(7).
 */
export function readIni(text: Text): readonly Assignment[] {
  const found: Assignment[] = [];
  let section = '';
  let before = '';
  let started = 0;
  for (const [index, raw] of text.text.split('\n').entries()) {
    const line = raw.trim();
    if (/^[#;]/.test(line)) continue;
    if (before === '') started = index + 1;
    if (line.endsWith('\\')) {
      before += `${line.slice(0, -1).trim()} `;
      continue;
    }
    const whole = before + line;
    before = '';
    const head = /^\[(.*)\]$/.exec(whole)?.[1];
    if (head !== undefined) section = head;
    const [, key, value] = /^([^=[\]]+?)\s*=\s*(.*)$/.exec(whole) ?? [];
    if (head === undefined && key !== undefined && value !== undefined)
      found.push({ section, key, value, ...placeOnly(text, started) });
  }
  return found;
}

function placeOnly(text: Text, line: number): { readonly place: Place } {
  return { place: placed(null, text, line).place };
}

/** What a setting is in the end, and what it was set to before. An empty value takes it back. */
export interface Effective {
  readonly last: Assignment;
  readonly overridden: readonly Assignment[];
}

/** The effective assignment of a key; undefined when it is not set, or was set to nothing last. */
export function effective(all: readonly Assignment[], section: string, key: string): Effective | undefined {
  const own = all.filter((one) => one.section === section && one.key === key);
  const last = own.at(-1);
  return last === undefined ? undefined : { last, overridden: own.slice(0, -1) };
}

/** All values of a key that is a list: an empty one starts it anew. */
export function listOf(all: readonly Assignment[], section: string, key: string): readonly Assignment[] {
  const own = all.filter((one) => one.section === section && one.key === key);
  const reset = own.map(({ value }) => value).lastIndexOf('');
  return own.slice(reset + 1);
}

/** Milliseconds of a systemd time span (`1min 30s`, `30`, `off`); null for what is none. Source: systemd.time(7). */
export function timeSpan(text: string): number | null {
  if (/^(0|off|infinity)$/.test(text)) return 0;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]*)/gi)];
  if (
    parts.length === 0 ||
    parts
      .map(([all]) => all)
      .join('')
      .replace(/\s/g, '') !== text.replace(/\s/g, '')
  )
    return null;
  let sum = 0;
  for (const [, number, unit] of parts) {
    const factor = UNITS[unit ?? ''];
    if (factor === undefined) return null;
    sum += Number(number) * factor;
  }
  return sum;
}

const UNITS: Readonly<Record<string, number>> = {
  ...{ '': 1000, s: 1000, sec: 1000, second: 1000, seconds: 1000 },
  ...{ ms: 1, msec: 1, m: 60_000, min: 60_000, minute: 60_000, minutes: 60_000 },
  ...{
    h: 3_600_000,
    hr: 3_600_000,
    hour: 3_600_000,
    hours: 3_600_000,
    d: 86_400_000,
    day: 86_400_000,
    days: 86_400_000,
  },
};
