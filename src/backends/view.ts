import { type Language, Quoted } from './quote/quoted.js';

/** A backend handed a template something that must not be printed. A mistake in wdgen, never the user's. */
export class ViewError extends Error {
  constructor(template: string, where: string, why: string) {
    super(`template ${template}: ${where}: ${why}`);
    this.name = 'ViewError';
  }
}

/** Ends the rendering of a file: what is wrong, and where in the view or the template. */
export type Fail = (where: string, why: string) => never;

/**
 * Refuses everything in a view that is not Quoted text of `language`, a number that prints in digits, a flag,
 * or a list or plain record of those. A template would print `undefined` as nothing and a Map as garbage.
 */
export function checkPlain(value: unknown, language: Language, fail: Fail): void {
  const found = findUnfit(value, language);
  if (found !== undefined) fail(`view${found.where}`, found.why);
}

interface Unfit {
  readonly where: string;
  readonly why: string;
}

function findUnfit(value: unknown, language: Language): Unfit | undefined {
  if (value instanceof Quoted) {
    if (value.language === language) return undefined;
    return unfit(`text quoted for ${value.language} in a ${language} file`);
  }
  if (typeof value === 'boolean') return undefined;
  if (typeof value === 'number') {
    const isFit = Number.isSafeInteger(value) || /^-?\d+(\.\d+)?$/.test(String(value));
    return isFit ? undefined : unfit(`the number ${value} has no plain form`);
  }
  if (Array.isArray(value)) return findInList(value, language);
  if (isRecord(value)) return findInRecord(value, language);
  return unfit(`${describe(value)} is not plain view data`);
}

function unfit(why: string): Unfit {
  return { where: '', why };
}

function findInList(list: readonly unknown[], language: Language): Unfit | undefined {
  for (let i = 0; i < list.length; i++) {
    const found = findUnfit(list[i], language);
    if (found !== undefined) return { ...found, where: `[${i}]${found.where}` };
  }
  return undefined;
}

function findInRecord(record: Readonly<Record<string, unknown>>, language: Language): Unfit | undefined {
  for (const name of Object.keys(record)) {
    const found = findUnfit(record[name], language);
    if (found !== undefined) return { ...found, where: `.${name}${found.where}` };
  }
  return undefined;
}

/** Whether a value is a plain record of view data. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return 'a raw string (quote it for the language of the file)';
  if (typeof value === 'object' && value !== null) return `a ${value.constructor?.name ?? 'object'}`;
  return value === null ? 'null' : `a value of type ${typeof value}`;
}
