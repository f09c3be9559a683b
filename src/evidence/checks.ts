import { parseDuration } from '../core/duration.js';

/** What a JSON file is checked with: strictly, and without saying more than which key is wrong. */
export type Test = (value: unknown) => boolean;

export type Table = Readonly<Record<string, unknown>>;

export const isText: Test = (value) => typeof value === 'string' && /^[^\p{Cc}]{1,2000}$/u.test(value);
export const isHash: Test = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
export const isCount: Test = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
export const isFlag: Test = (value) => typeof value === 'boolean';
export const isDuration: Test = (value) => typeof value === 'string' && parseDuration(value).ok;

export const isList =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.length <= 100_000 && value.every(test);

/** A table with exactly these keys. */
export const isTable =
  (keys: Readonly<Record<string, Test>>): Test =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === Object.keys(keys).length &&
    Object.entries(keys).every(([key, test]) => test((value as Table)[key]));

/** Times that a rehearsal measured. */
export const isMeasures = isList(
  isTable({ figure: isText, measured: isCount, computed: (value) => value === null || isCount(value) }),
);
