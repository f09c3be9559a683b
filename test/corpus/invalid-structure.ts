// Documents whose keys, tables and lines are no TOML 1.0.
import type { Refusal } from './mark.js';

const KEYS = [
  ...['«= 1', 'a «1', 'a «b = 1', 'a«.».b = 1', '«.a = 1', 'a«. = 1', '«"a = 1', "«'a = 1", '«"""a""" = 1'],
  ...[
    "«'''a''' = 1",
    'a «=',
    'a = «= 1',
    'a = 1 «b = 2',
    'a = «1; b = 2',
    'a «: 1',
    'a «=> 1',
    'a «+= 1',
    '«é = 1',
  ],
  ...[
    '«a!b = 1',
    '«a/b = 1',
    '«$a = 1',
    '«[',
    '«{a = 1}',
    '«, a = 1',
    '«a',
    'a = «b = 1',
    '«"\\q" = 1',
    '«"a\tb" 1',
  ],
  ...['a = 1« 2', 'a = "x"« y', 'a = [1]« x', 'a = {b=1}« x', 'a = 1 «[b]'],
];
const HEADERS = [
  ...[
    '«[]',
    '«[a',
    '«[[a]',
    '«[a]]',
    '«[a] b',
    '[«a b]',
    '[a«.]',
    '[«.a]',
    '[a«..b]',
    '[a«=1]',
    '«[[]]',
    '[ «[a] ]',
  ],
  ...['«[a]x = 1', '«["a]', '[«a!]', '[«é]', '[a.«"b]', '«[a\n]', '[«a,b]', '«[[a]] x', '[«"\\q"]'],
];
const TWICE = [
  ...[
    'a = 1\n«a = 2',
    'a = 1\n«"a" = 2',
    '[a]\n«[a]',
    '[a.b]\n[a]\n«[a.b]',
    '[a]\n«[[a]]',
    '[[a]]\n«[a]',
    'a = 1\n«[a]',
  ],
  ...[
    'a = {}\n«[a.b]',
    'a = []\n«[[a]]',
    'a.b = 1\n«[a]',
    'a = {b=1}\n«a.c = 2',
    '[a]\nb = 1\n«[a.b]',
    'a = 1\n«a.b = 2',
  ],
  ...[
    'a.b = 1\n«a = 2',
    'a.b = 1\n«a.b = 2',
    '[a]\nx.y = 1\n«[a.x]',
    '[a]\nx.y = 1\n«[a.x.y]',
    '[[a]]\n[a.b]\n«[[a.b]]',
  ],
  ...[
    '\'a\' = 1\n«"\\u0061" = 2',
    '[a.b]\nc = 1\n«[[a.b]]',
    '[t]\na = 1\nb = 2\n«a = 3',
    'a = [{b=1}]\n«[a.c]',
  ],
];
/** Line ends, blanks and signs that TOML has not. */
const SIGNS = [
  ...[
    'a = 1 # «\x01',
    '# «\x7f',
    '# «\x00',
    'a = «1\x0b',
    '«\x0ca = 1',
    'a = «1\u00a0',
    '«\u2028a = 1',
    '«\ufeffa\ufeff = 1',
  ],
  ...[
    'a = "x«\x08"',
    "a = 'x«\x0e'",
    'a = """\nx«\x00"""',
    'a«\u200b = 1',
    '«//x',
    '«/* x */',
    '«--- ',
    '«; x',
    '«<<<<<<< HEAD',
  ],
];

const of = (kind: string, texts: readonly string[]): readonly Refusal[] =>
  texts.map((text) => ({ name: `${kind}: ${JSON.stringify(text)}`, marked: `schema = 1\n${text}\n` }));

export const invalidStructure: readonly Refusal[] = [
  ...of('key', KEYS),
  ...of('header', HEADERS),
  ...of('twice', TWICE),
  ...of('sign', SIGNS),
];
