// What isPlain lets through, both parsers accept, with the same value: that is what lets toml.ts skip one of them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import parseIarna from '@iarna/toml/parse-string.js';
import fc from 'fast-check';
import t from 'tap';
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { isPlain } from '../../src/source/plain.js';
import { plainEntries } from '../../src/source/plain-positions.js';
import { treeEntries } from '../../src/source/positions.js';
import { root } from '../lib/wdgen.js';

const plainCopy = (value: unknown) => JSON.parse(JSON.stringify(value));

function bothAgree(text: string): boolean {
  const strict = getStaticTOMLValue(parseTOML(text, { tomlVersion: '1.0' }));
  return isDeepStrictEqual(plainCopy(strict), plainCopy(parseIarna(text)));
}

/** Where everything stands, to the strict parser and to ours. */
function samePositions(text: string): boolean {
  const strict = treeEntries(text, parseTOML(text, { tomlVersion: '1.0' }));
  return isDeepStrictEqual([...plainEntries(text)], [...strict]);
}

const name = fc.constantFrom('a', 'b', 'c', 'a-b', '1', '_');
const value = fc.constantFrom(
  '"x"',
  '""',
  '"a = 1, b"',
  'true',
  '0',
  '17',
  '007',
  '1.5',
  '"\\n"',
  "'x'",
  '1979-05-27',
  '"é"',
  '+1',
  '1_000',
);
const list = fc.array(value, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`);
const pair = fc.tuple(name, fc.oneof(value, list)).map(([key, one]) => `${key} = ${one}`);
const inline = fc.array(pair, { maxLength: 3 }).map((pairs) => `{ ${pairs.join(', ')} }`);
const dotted = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
const line = fc.oneof(
  fc.tuple(dotted, fc.oneof(value, list, inline)).map(([key, one]) => `${key} = ${one}`),
  fc.tuple(name, fc.oneof(value, list, inline)).map(([key, one]) => `${key}=${one} # why`),
  dotted.map((path) => `[${path}]`),
  name.map((path) => `[[${path}]]`),
  fc.constantFrom('', '# a comment', '  # é', 'x', '= 1'),
);

t.test('the parsers agree on everything that is plain', async (t) => {
  let plain = 0;
  const documents = fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(documents, (text) => {
      if (!isPlain(text)) return true;
      plain++;
      // At the end of a text the strict parser gives a lone `0` no length.
      return bothAgree(text) && samePositions(`${text}\n`);
    }),
    { numRuns: 20_000, seed: 20261123 },
  );
  t.ok(plain > 1000, `${plain} of the documents were plain`);
});

t.test('plain specs have the positions that the strict parser gives them', async (t) => {
  const folder = join(root, 'test', 'cases');
  const specs = readdirSync(folder).map((name) => join(folder, name, 'watchdog.toml'));
  const texts = [join(root, 'examples', 'watchdog.toml'), ...specs]
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'utf8'))
    .filter(isPlain);
  t.ok(texts.length > 200, `${texts.length} specs are plain`);
  t.strictSame(
    texts.filter((text) => !samePositions(text)),
    [],
  );
});

t.test('what the parsers differ about is not plain', async (t) => {
  for (const text of [
    'a = 1979-02-30',
    '[a]\nb.c = 1\n[a.b]',
    'a = {}\n[a.b]',
    '[a]\n[a]',
    'a = 1\na = 2',
    'a = { b = 1, b = 2 }',
    '[a.b]\n[a]\nb = 1',
    'a = "\\u0041"',
    'a = 1\r\n',
  ]) {
    t.notOk(isPlain(text), JSON.stringify(text));
  }
});

t.test('the example and most accepted cases are plain', async (t) => {
  t.ok(isPlain(readFileSync(join(root, 'examples', 'watchdog.toml'), 'utf8')));
  t.ok(readdirSync(join(root, 'examples')).length > 0);
});
