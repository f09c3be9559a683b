// The corpus: documents that are no TOML are refused where they are wrong, and what is TOML means what it means.

import { isDeepStrictEqual } from 'node:util';
import t from 'tap';
import { readToml } from '../../src/source/toml.js';
import { invalidStructure } from '../corpus/invalid-structure.js';
import { invalidValues } from '../corpus/invalid-values.js';
import { isWithin, type Refusal, unmark } from '../corpus/mark.js';
import { readByPython, TOMLLIB } from '../corpus/tomllib.js';
import { valid } from '../corpus/valid.js';
import { figure } from '../lib/figures.js';
import { judgeText } from '../lib/in-memory.js';
import { need } from '../tools/lib/need.js';

const invalid = [...invalidValues, ...invalidStructure];

/** What is wrong with the way in which a document is refused; nothing when all is well. */
function mistakes({ marked, code = 'WD0003' }: Refusal): readonly string[] {
  const { text, place } = unmark(marked);
  const { exit, diagnostics } = judgeText(text);
  const [finding, ...more] = diagnostics;
  if (finding === undefined) return ['not refused'];
  const { line, column } = finding.span ?? { line: 0, column: 0 };
  return [
    exit === 2 ? '' : `exit ${exit}`,
    more.length === 0 ? '' : `${more.length} more findings`,
    finding.code === code ? '' : `${finding.code}: ${finding.detail}`,
    isWithin(place, line, column)
      ? ''
      : `at ${line}:${column}, not from ${place.from.join(':')} to ${place.to.join(':')}`,
    finding.help === undefined ? 'no remedy' : '',
  ].filter((one) => one !== '');
}

t.test('every invalid document is refused where it is wrong, with exit 2', async (t) => {
  t.ok(invalid.length >= 300, `${invalid.length} documents`);
  const wrong = invalid.flatMap((one) => mistakes(one).map((mistake) => `${one.name}: ${mistake}`));
  t.strictSame(wrong, []);
  figure(14, { part: 'invalid documents of our own', cases: invalid.length, held: invalid.length });
});

/** JSON has one kind of number; `-0` and `0` are the same there. */
function sameValue(mine: unknown, other: unknown): boolean {
  const plain = (value: unknown) =>
    JSON.parse(JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? Number(v) : v)));
  return isDeepStrictEqual(plain(mine), other);
}

t.test('every valid document means what it means to another parser', async (t) => {
  if (!need(t, TOMLLIB)) return;
  t.ok(valid.length >= 150, `${valid.length} documents`);
  const expected = readByPython(valid);
  const wrong = valid.filter((text, index) => {
    const { report } = readToml('spec.toml', Buffer.from(text));
    if (report.value === undefined) t.comment(text, report.diagnostics[0]?.detail);
    return report.value === undefined || !sameValue(report.value.value, expected[index]);
  });
  t.strictSame(wrong, []);
  figure(14, { part: 'valid documents of our own', cases: valid.length, held: valid.length });
});

t.test('the corpus is right: the other parser refuses every invalid document', async (t) => {
  if (!need(t, TOMLLIB)) return;
  const texts = invalid.map(({ marked }) => unmark(marked).text);
  const taken = readByPython(texts).flatMap((value, index) => (value === undefined ? [] : [texts[index]]));
  t.strictSame(taken, []);
});
