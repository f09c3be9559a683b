import t from 'tap';
import { place, refuse } from './read.js';

/** Every mistake with the place that must be marked, what must be said, and what must be proposed. */
const mistakes: readonly [text: string, at: string, detail: RegExp, help: RegExp][] = [
  // Text that is never closed: the place is where it starts, however far the parser ran.
  ['name = "abc\nb = 1', '1:8+4', /never closed/, /with " on the same line/],
  ["a = 'x", '1:5+2', /never closed/, /with '/],
  ['a = 1\nb = """x\ny\n', '2:5+4', /never closed/, /"""/],
  ['"key = 1\n', '1:1+8', /never closed/, /with "/],
  ['a = "x\\"\n', '1:5+4', /never closed/, /with "/],
  // Values that are missing or are none.
  ['name =\nfoo = 1\n', '1:6+1', /value is missing/, /delete the key/],
  ['name = # later\n[t]\n', '1:6+1', /value is missing/, /./],
  ['a = 1\nname =', '2:6+1', /value is missing/, /./],
  ['name = foo\n', '1:8+3', /`foo` is not a TOML value/, /quotes: `"foo"`/],
  ['name = foo bar # x\n', '1:8+7', /`foo bar`/, /`"foo bar"`/],
  ['a = True\n', '1:5+4', /`True`/, /`true`/],
  ['a = off\n', '1:5+3', /`off`/, /`false`/],
  ['a = null\n', '1:5+4', /`null`/, /leave the key out/],
  ['a = 30s\n', '1:5+3', /`30s`/, /`"30s"`/],
  ['a = 30 s\n', '1:8+1', /something else follows/, /`"30s"`/],
  ['a = .5\n', '1:5+2', /`.5`/, /both sides of the point/],
  ['a = 1.\n', '1:5+2', /`1.`/, /both sides of the point/],
  ['a = 0X1F\n', '1:5+4', /`0X1F`/, /lower case/],
  ['a = “x”\n', '1:5+3', /`“x”`/, /straight quotes: `"x"`/],
  ['a = C:\\x\n', '1:5+4', /is not a TOML value/, /`'C:\\x'`/],
  ['a = => 1\n', '1:5+1', /one `=` too many/, /delete it/],
  ['a => 1\n', '1:4+3', /`> 1`/, /instead of `=>`/],
  ['a = 1; # x\n', '1:5+2', /`1;`/, /delete the `;`/],
  ['a = [1,,2]\n', '1:8+1', /before this comma/, /./],
  // Keys.
  ['name\nb = 1\n', '1:1+4', /`name` has no value/, /key = value/],
  ['[a]\nb', '2:1+1', /`b` has no value/, /./],
  ['a b = 1\n', '1:3+1', /`b` stands here/, /takes quotes/],
  ['a : 1\n', '1:3+1', /`:` stands here/, /`=` instead of `:`/],
  ['a:\n  b\n', '1:2+1', /`:` gives no key/, /`=` instead/],
  ['= 1\n', '1:1+1', /key before `=`/, /./],
  ['é = 1\n', '1:1+1', /`é` cannot stand/, /take quotes/],
  ['a..b = 1\n', '1:2+1', /between two dots/, /./],
  ['a. = 1\n', '1:2+1', /after the dot/, /./],
  ['"""a""" = 1\n', '1:1+3', /several lines/, /./],
  ['a = 1\n]\n', '2:1+1', /`]` closes nothing/, /./],
  // Brackets.
  ['[a\nb = 1\n', '1:1+1', /header that starts here/, /close it with \]$/],
  ['a = 1\n[[a]\nb=1\n', '2:1+2', /header/, /with \]\]/],
  ['[a]]\n', '1:4+1', /one `]` too many/, /./],
  ['[]\n', '1:2+1', /no name/, /./],
  ['[a b]\n', '1:4+1', /`b` cannot stand here in a table header/, /./],
  ['[a] b = 1\n', '1:5+1', /follows the table header/, /line of its own/],
  ['[ [a]]\n', '1:3+1', /touch/, /./],
  ['a = [1, 2\nb = 3\n', '1:5+1', /list that starts here/, /close it with \]/],
  ['a = [\n  "x",\n\n[b]\n', '1:5+1', /list that starts here/, /./],
  ['a = [1 2]\n', '1:8+1', /comma is missing/, /./],
  ['a = {x = 1, }\n', '1:13+1', /no comma after the last/, /./],
  ['a = {x = 1\n}\n', '1:5+1', /inline table that starts here/, /\[table\]/],
  // What follows a value.
  ['a = 1 b = 2\n', '1:7+1', /something else follows/, /new line/],
  ["a = 'it's'\n", '1:9+1', /ends before this/, /double quotes/],
  ['a = "say "hi""\n', '1:11+2', /ends before this/, /\\"/],
  ['a = "x",\n', '1:8+1', /`,` cannot end a line/, /delete it/],
  // Inside values.
  ['a = "C:\\Users"\n', '1:9+1', /backslash/, /single quotes/],
  ['a = "\\ud800"\n', '1:11+1', /surrogates/, /./],
  ['a = 01\n', '1:5+2', /start with 0/, /0o644/],
  ['a = 1__0\n', '1:5+4', /underscore/, /./],
  ['a = 2020-02-30\n', '1:5+10', /no such date/, /"2026-01-31"/],
  ['a = 25:00:00\n', '1:5+8', /no such time/, /./],
  ["a = '''x''''''\n", '1:9+1', /Too many quotes/, /./],
  // Bytes that do not show.
  ['a = 1 # x\u0001\n', '1:10+1', /control character/, /./],
  ['a = 1 # x\rb = 2\n', '1:10+1', /carriage return/, /LF or CR LF/],
  ['a = 1\n\uFEFFb = 2\n', '2:1+1', /byte order mark/, /./],
  // What comes from elsewhere.
  ['a = 1\n<<<<<<< HEAD\n', '2:1+7', /merge conflict/, /./],
  ['// x\n', '1:1+2', /no comment/, /`#`/],
];

t.test('each mistake is marked where it is, with words of ours', async (t) => {
  for (const [text, at, detail, help] of mistakes) {
    const finding = refuse(text);
    const name = JSON.stringify(text);
    t.equal(finding.code, 'WD0003', name);
    t.equal(place(finding), at, name);
    t.match(finding.detail, detail, name);
    t.match(finding.help, help, name);
  }
});

t.test('the same mistakes in a CRLF file stand at the same places', async (t) => {
  for (const [text, at, detail] of mistakes) {
    if (text.includes('\r')) continue;
    const finding = refuse(text.replaceAll('\n', '\r\n'));
    t.equal(place(finding), at, JSON.stringify(text));
    t.match(finding.detail, detail, JSON.stringify(text));
  }
});

t.test('no wording of a parser shows through', async (t) => {
  const jargon = /token|unterminated|bare key|code point \{|Unexpected|redefine|\brow \d/i;
  for (const [text] of mistakes)
    t.notMatch(`${refuse(text).detail} ${refuse(text).help}`, jargon, JSON.stringify(text));
});

t.test('columns count characters, and a tab is one', async (t) => {
  t.equal(place(refuse('\tname = foo\n')), '1:9+3');
  t.equal(place(refuse('"ключ😀" = foo\n')), '1:11+3');
  t.equal(place(refuse('"e\u0301" = foo\n')), '1:8+3');
  t.equal(place(refuse('"漢字" = foo\n')), '1:8+3');
});

/** Every kind of duplicate, with the places of the second and the first one. */
const duplicates: readonly [text: string, second: string, first: string][] = [
  ['a = 1\nb = 2\na = 3\n', '3:1+1', '1:1+1'],
  ['[a]\n[b]\n[a]\n', '3:2+1', '1:2+1'],
  ['a = 1\n[a.b]\n', '2:2+1', '1:1+1'],
  ['a.b = 1\na = 2\n', '2:1+1', '1:1+1'],
  ['a.b = 1\n[a]\n', '2:2+1', '1:1+1'],
  ['a = {b = 1}\na.c = 2\n', '2:1+1', '1:1+1'],
  ['a = {b = 1}\n[a]\n', '2:2+1', '1:1+1'],
  ['a = {b = 1, b = 2}\n', '1:13+1', '1:6+1'],
  ['a = [{b = 1}]\n[[a]]\n', '2:3+1', '1:1+1'],
  ['[[a]]\n[a]\n', '2:2+1', '1:3+1'],
  ['[[a]]\nx = 1\n[[a]]\nx = 1\nx = 2\n', '5:1+1', '4:1+1'],
  ['"x y" = 1\n\'x y\' = 2\n', '2:1+5', '1:1+5'],
  ['ab = 1\n"\\u0061b" = 2\n', '2:1+9', '1:1+2'],
  ['a = 1\na = 2\na = 3\n', '2:1+1', '1:1+1'],
  ['again0 = 1\nagain0 = 2\n', '2:1+6', '1:1+6'],
];

t.test('a duplicate points at both definitions', async (t) => {
  for (const [text, second, first] of duplicates) {
    const finding = refuse(text);
    const name = JSON.stringify(text);
    t.match(finding, { code: 'WD0003', detail: /defined before/ }, name);
    t.equal(place(finding), second, name);
    const other = finding.related[0]?.span;
    t.equal(`${other?.line}:${other?.column}+${other?.length}`, first, name);
  }
});
