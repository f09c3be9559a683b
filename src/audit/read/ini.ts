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

/** The effective assignment of a key, which may be to nothing or to 0; undefined when it is not set. */
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
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z\u00b5\u03bc]*)/gi)];
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

/** In capitals only `M` counts: `m` is a minute, `M` a month of 30.44 days. Source: systemd.time(7). */
const UNITS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    [
      [1 / 1000, 'us usec \u00b5s \u03bcs'],
      [1, 'ms msec'],
      [1000, ' s sec second seconds'],
      [60_000, 'm min minute minutes'],
      [3_600_000, 'h hr hour hours'],
      [86_400_000, 'd day days'],
      [604_800_000, 'w week weeks'],
      [2_629_800_000, 'M month months'],
      [31_557_600_000, 'y year years'],
    ] as const
  ).flatMap(([factor, names]) => names.split(' ').map((name) => [name, factor])),
);
