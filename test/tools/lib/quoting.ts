import { readdirSync } from 'node:fs';
import type { Test } from 'tap';
import { type Quoted, Unquotable } from '../../../src/backends/quote/quoted.js';
import { figure } from '../../lib/figures.js';
import { repeats } from './full.js';
import { payloads } from './payloads.js';

/** Printed by the tests that use it; the same values every time. */
export const SEED = 20_251;
export const values: readonly string[] = payloads(SEED, repeats(250, 4000));
/** One name for each value, to tell items apart. */
export const numbers: readonly string[] = values.map((_, i) => `v${i}`);

/** Half of a surrogate pair, or NUL: no text file can hold it. */
const UNWRITABLE = /[\0\p{Surrogate}]/u;

/** A value and its quoted form. */
export type Pair = readonly [value: string, text: string];

/** Quotes every value; a refusal must be one that `mayRefuse` expects, and what it expects must be refused. */
export function quoteAll(
  t: Test,
  quote: (value: string) => Quoted,
  mayRefuse: (value: string) => boolean,
): readonly Pair[] {
  const done: Pair[] = [];
  for (const value of values) {
    try {
      const text = quote(value).toString();
      if (mayRefuse(value)) t.fail(`not refused: ${JSON.stringify(value)}`);
      done.push([value, text]);
    } catch (error) {
      if (!(error instanceof Unquotable)) throw error;
      if (!mayRefuse(value)) t.fail(`refused: ${JSON.stringify(value)}: ${error.message}`);
    }
  }
  t.ok(done.length > values.length / 4, `${done.length} of ${values.length} values can be written`);
  return done;
}

/** What was read back must be what was written, one by one; fails with the first few that differ. */
export function same(t: Test, found: readonly unknown[], pairs: readonly Pair[], what: string): void {
  t.equal(found.length, pairs.length, `${what}: as many values as written`);
  const wrong = pairs.filter(([value], i) => found[i] !== value);
  for (const [value, text] of wrong.slice(0, 3)) {
    t.equal(found[pairs.findIndex(([v]) => v === value)], value, `${what}: ${JSON.stringify(text)}`);
  }
  t.equal(wrong.length, 0, `${what}: ${pairs.length} values come back as they were`);
  tried += pairs.length;
}

/** Values that a real parser was given, once for each form and parser. */
let tried = 0;

/** Tells how many there were in this file, after its last test. */
export function tellPairs(t: Test, part: string): void {
  t.teardown(() => {
    if (t.passing()) figure(22, { part, cases: tried, held: tried });
  });
}

/** Checks that no payload has made a file in a scratch folder. */
export function noCanary(t: Test, folder: string): void {
  const made = readdirSync(folder, { recursive: true }).filter((name) => String(name).includes('CANARY'));
  t.strictSame(made, [], 'no payload was executed');
}

/** The quoted forms. */
export const texts = (pairs: readonly Pair[]) => pairs.map(([, text]) => text);
/** Whether no text file can hold a value. */
export const unwritable = (value: string) => UNWRITABLE.test(value);
/** Comments with every value between the items `0`, `1`, ..: nothing but the items may be read. */
export function commented(comment: (text: string) => Quoted, item: (i: number) => string): string {
  return values.map((value, i) => `${comment(value)}\n${item(i)}\n`).join('');
}
