// Values that are no TOML 1.0, each in three places. Written from the TOML specification, section by section.
import type { Refusal } from './mark.js';

const INTEGERS = [
  ...['01', '+01', '-01', '00', '1_', '_1', '1__0', '+_1', '0_1', '0x', '0xG', '0x_1', '0x1_', '0o', '0o8'],
  ...['0b', '0b2', '+0x1', '-0x1', '-0b1', '+0o7', '0X1', '0O7', '0B1', '--1', '++1', '+-1', '1-', '1,000x'],
];
const FLOATS = [
  ...[
    '1.',
    '.1',
    '+.1',
    '1.e1',
    '1e',
    '1e+',
    '1e-',
    '1_.0',
    '1._0',
    '1.0_',
    '1e_1',
    '1e1_',
    '1.2.3',
    '1e1.5',
  ],
  ...['01.5', '-00.1', 'NaN', 'Inf', 'INF', '+nan1', 'infinity', '1.0f', '1e5x', '1,5e'],
];
const WORDS = [
  ...[
    'True',
    'FALSE',
    'tru',
    'truefalse',
    'yes',
    'on',
    'null',
    'nil',
    'none',
    'abc',
    'a.b',
    '@x',
    '$x',
    '<x>',
  ],
  ...['30s', '10min', '5m', '500ms', '/dev/watchdog0', '~', '*', '%', '&', '!true', '(1)', '\\n', '`x`', 'é'],
];
const DATES = [
  ...['2026-13-01', '2026-00-01', '2026-01-00', '2026-1-1', '26-01-01', '2026-01-1', '2026-01-01T'],
  ...['2026-01-01T25:00:00', '2026-01-01T00:60:00', '2026-01-01T1:00:00', '2026-01-01T00:00:00+1:00'],
  ...['2026-02-30', '2026-04-31', '2025-02-29', '24:00:00', '12:60:00', '12:00', '1:00:00'],
  ...['2026-01-01T00:00:00.', '2026-01-01 T00:00:00', '2026-01-01T00:00:00ZZ'],
];
const STRINGS = [
  ...['"abc', "'abc", '"', "'", '"abc\\"', `'it's'`, '"a"b', "'a'b", '"a" "b"', '"a"\'b\''],
  ...['"\\q"', '"\\ "', '"\\x41"', '"\\e"', '"\\u12"', '"\\u123"', '"\\uD800"', '"\\uDFFF"', '"\\U00110000"'],
  ...[
    '"\\UFFFFFFFF"',
    '"\\U0001"',
    '"\\u{41}"',
    '"\\',
    '"\\8"',
    '"\x01"',
    '"\x7f"',
    "'\x1f'",
    '"""a"""b',
    '“abc”',
  ],
];
const LISTS = [
  ...['[1 2]', '[1,,2]', '[,1]', '[,]', '[1;2]', '[1]2', '[1', '[', ']', '[[1]', '[1]]', '[1, "a]'],
];
const TABLES = [
  ...['{', '}', '{a=1', '{a=1,}', '{,}', '{a=1 b=2}', '{a=1,,b=2}', '{a}', '{a=}', '{=1}', '{a=1}}', '{a:1}'],
  ...['{a=1,a=2}', "{a=1,'a'=2}", '{a.b=1,a=2}', '{a=1,a.b=2}', '{a={b=1},a.c=2}', '{a=1}.b', '{"a=1}'],
];

/** One bad value after the other, with the text around it. A broken value may break what follows: up to its line's end. */
const CONTEXTS: readonly (readonly [string, (value: string) => string])[] = [
  ['a key', (value) => `schema = 1\nx = «${value}\n`],
  ['a table', (value) => `schema = 1\n[target.a]\nboard = "rock64"\ny = «${value}\n`],
  ['a list', (value) => `schema = 1\nz = [\n  1,\n  «${value},\n]\n`],
];

const KINDS = { INTEGERS, FLOATS, WORDS, DATES, STRINGS, LISTS, TABLES };

/** Brackets that nobody opened or closed are a matter of the whole list there. */
const UNBALANCED = /^[[\]{}"']+$|^\[1|^\[\[|^\[$|^\{a=1$|^"abc$|^'abc$|^"\\$|^"abc\\"$|^'it's'$|^\{"a=1}$/;

export const invalidValues: readonly Refusal[] = CONTEXTS.flatMap(([context, around]) =>
  Object.entries(KINDS).flatMap(([kind, values]) =>
    values
      .filter((value) => context !== 'a list' || !(UNBALANCED.test(value) || value.includes(',')))
      .map((value) => ({
        name: `${kind.toLowerCase()} in ${context}: ${value}`,
        marked: around(value),
      })),
  ),
);
