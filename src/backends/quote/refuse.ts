import { type Language, Unquotable } from './quoted.js';

const NAMES: Readonly<Record<string, string>> = {
  '\0': 'a NUL character',
  '\n': 'a line break',
  '\r': 'a carriage return',
  '\t': 'a tab',
};

/** Throws Unquotable when `text` has a character that `pattern` matches; the reason names the character. */
export function refuse(language: Language, text: string, pattern: RegExp, because = ''): void {
  const found = pattern.exec(text)?.[0];
  if (found === undefined) return;
  const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const name = NAMES[found] ?? (/^[!-~]+$/.test(found) ? `"${found}"` : `the character U+${code}`);
  throw new Unquotable(language, `${name}${because === '' ? ' has no form there' : `: ${because}`}`);
}

/** Throws Unquotable for what no text file of ours can hold: NUL, and half of a surrogate pair (no UTF-8 form). */
export function refuseUnwritable(language: Language, text: string): void {
  refuse(language, text, /[\0\p{Surrogate}]/u);
}

/** Throws Unquotable unless `value` is a whole number that prints in digits, at least `min` and at most `max`. */
export function requireWhole(language: Language, value: number, min: number, max: number): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  throw new Unquotable(language, `${value} is not a whole number from ${min} to ${max}`);
}
