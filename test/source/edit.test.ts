// Edits in place: exactly the wanted bytes change, the value is exactly the wanted one, or nothing changes at all.
import fc from 'fast-check';
import t, { type Test } from 'tap';
import type { KeyPath } from '../../src/core/path.js';
import {
  appendItems,
  applyEdits,
  type Edit,
  insertTable,
  removeKey,
  renameKey,
  replaceValue,
} from '../../src/source/edit.js';
import { accept } from './read.js';

/** The text after edits that must be possible; CRLF and a missing last line end must give the same. */
function edited(t: Test, text: string, ...edits: readonly Edit[]): string {
  const result = (source: string) => {
    const { value, diagnostics } = applyEdits(accept(source), edits);
    if (value === undefined) throw new Error(`refused: ${JSON.stringify(diagnostics)}\n${source}`);
    return value.text;
  };
  const found = result(text);
  t.equal(result(text.replaceAll('\n', '\r\n')), found.replaceAll('\n', '\r\n'), 'CRLF stays');
  if (text.endsWith('\n'))
    t.equal(result(text.slice(0, -1)), found.slice(0, -1), 'no last line end, none after');
  return found;
}

/** enable, for a setting with both values and for one with only the deferred one. */
const lift = (...path: KeyPath) => renameKey([...path, 'deferred'], 'active');
const lose = (...path: KeyPath) => removeKey([...path, 'active']);

t.test('a value, a key, a pair', async (t) => {
  t.equal(edited(t, 'a = 1 # x\n', replaceValue(['a'], 'two')), 'a = "two" # x\n');
  t.equal(edited(t, "s = 'deferred'\n", replaceValue(['s'], 'active')), "s = 'active'\n");
  t.equal(edited(t, "s = 'x'\n", replaceValue(['s'], "it's")), 's = "it\'s"\n');
  t.equal(edited(t, "s = 'x'\n", replaceValue(['s'], 'a\\b')), 's = "a\\\\b"\n');
  t.equal(edited(t, 's = """\nx"""\n', replaceValue(['s'], ['a', 'b'])), 's = ["a", "b"]\n');
  t.equal(edited(t, 'r = { deferred="30s" }\n', lift('r')), 'r = { active="30s" }\n');
  t.equal(edited(t, 'r = {"deferred" = "30s"}\n', lift('r')), 'r = {"active" = "30s"}\n');
  t.equal(edited(t, "r = {'deferred'= 1}\n", lift('r')), "r = {'active'= 1}\n");
  t.equal(edited(t, '[r]\n\tdeferred\t= "30s" # why\n', lift('r')), '[r]\n\tactive\t= "30s" # why\n');
  t.equal(edited(t, '[t]\nr . deferred = 1\n', lift('t', 'r')), '[t]\nr . active = 1\n');
  t.equal(edited(t, 't = {a = {r.deferred = 1}}\n', lift('t', 'a', 'r')), 't = {a = {r.active = 1}}\n');
});

t.test('both values: the deferred one takes the place of the active one', async (t) => {
  const both = (text: string) => edited(t, text, lose('r'), lift('r'));
  t.equal(both('r = { active = "a", deferred = "b" }\n'), 'r = { active = "b" }\n');
  t.equal(both('r = {deferred = "b" ,  active = "a"}\n'), 'r = {active = "b"}\n');
  t.equal(both('r.active = 1\nr.deferred = 2\n'), 'r.active = 2\n');
  t.equal(both('[r]\nactive = 1\n\n# next\ndeferred = 2\n'), '[r]\n\n# next\nactive = 2\n');
  t.equal(both('[r]\n  deferred = 2\n  active = 1\n'), '[r]\n  active = 2\n');
  t.equal(both('[r]\nactive = 1 # today\ndeferred = 2\n'), '[r]\n# today\nactive = 2\n', 'comments stay');
});

t.test('a section goes with its own comments', async (t) => {
  const gone = (text: string) => edited(t, text, removeKey(['t', 'd'], 'drop'));
  t.equal(
    gone('[t]\na = 1\n\n# why\n[t.d] # x\nr = 1 # y\n# z\ng = 2\n\n# u\n[u]\n'),
    '[t]\na = 1\n\n# u\n[u]\n',
  );
  t.equal(
    gone('[t]\na = 1\n# about a?\n[t.d]\nr = 1\n'),
    '[t]\na = 1\n# about a?\n',
    'not with those of others',
  );
  t.equal(gone('[t]\na = 1\n\n[t.d]\nr = 1\n# about what?\n\n[u]\n'), '[t]\na = 1\n# about what?\n\n[u]\n');
  t.equal(gone('# the file\n[t.d]\nr = 1\n[t]\na = 1\n'), '# the file\n[t]\na = 1\n');
  t.equal(gone('[t]\nd = { r = 1 }\na = 1\n'), '[t]\na = 1\n');
  t.equal(gone('t = { a = 1, d = { r = 1 } }\n'), 't = { a = 1 }\n');
  t.equal(gone('[t]\na = 1\nd.r = 1\nd.g = [\n  "x", # y\n]\n'), '[t]\na = 1\n');
  t.equal(gone('t.a = 1\nt.d.r = 1 # x\n'), 't.a = 1\n');
});

t.test('a list grows at its end', async (t) => {
  const add = (text: string) => edited(t, text, appendItems(['g'], ['x', 'y']));
  t.equal(add('g = ["a"] # b\n'), 'g = ["a", "x", "y"] # b\n');
  t.equal(add('g = []\n'), 'g = ["x", "y"]\n');
  t.equal(add('g = [\n  "a", # b\n]\n'), 'g = [\n  "a", "x", "y", # b\n]\n');
  t.equal(add('g = ["a" ,]\n'), 'g = ["a", "x", "y" ,]\n');
});

t.test('a new table is written like its neighbours', async (t) => {
  const add = (text: string) => edited(t, text, insertTable(['t', 'd'], { reason: 'it "is"', gate: ['a'] }));
  const pairs = 'reason = "it \\"is\\""\ngate = ["a"]\n';
  t.equal(add('[t]\na = 1 # x\n'), `[t]\na = 1 # x\n\n[t.d]\n${pairs}`);
  t.equal(add('[t]\na = 1\n\n# u\n[u]\n'), `[t]\na = 1\n\n[t.d]\n${pairs}\n# u\n[u]\n`);
  t.equal(add('[t]\na = 1\n# b = 2\n\n[u]\n'), `[t]\na = 1\n# b = 2\n\n[t.d]\n${pairs}\n[u]\n`);
  t.equal(add('[t]\na = 1\n# u\n[u]\n'), `[t]\na = 1\n\n[t.d]\n${pairs}# u\n[u]\n`);
  t.equal(add('[t]\n[t.s]\nx = 1\n'), `[t]\n[t.s]\nx = 1\n\n[t.d]\n${pairs}`);
  t.equal(add('["t"]\n'), `["t"]\n\n["t".d]\n${pairs}`);
  t.equal(
    add('\t[t]\n\t\ta = 1\n'),
    '\t[t]\n\t\ta = 1\n\n\t[t.d]\n\t\treason = "it \\"is\\""\n\t\tgate = ["a"]\n',
  );
  t.equal(add('t = { a = 1 }\n'), 't = { a = 1, d = { reason = "it \\"is\\"", gate = ["a"] } }\n');
  t.equal(add('t = {}\n'), 't = { d = { reason = "it \\"is\\"", gate = ["a"] }}\n');
  t.equal(add('t.a = 1 # x\nu = 2\n'), 't.a = 1 # x\nt.d.reason = "it \\"is\\""\nt.d.gate = ["a"]\nu = 2\n');
  t.equal(add('x = { t.a = 1 }\nt.a = 1\n').split('\n').length, 5);
});

t.test('what is not there, or would be there twice, is refused', async (t) => {
  const refused = (text: string, ...edits: readonly Edit[]) => {
    const { value, diagnostics } = applyEdits(accept(text), edits);
    t.equal(value, undefined);
    t.strictSame(
      diagnostics.map(({ code }) => code),
      ['WD0302'],
    );
    t.match(diagnostics[0]?.help, /^type it yourself: /);
  };
  refused('a = 1\n', replaceValue(['b'], 1));
  refused('a = 1\n', removeKey(['b']));
  refused('a = 1\n', appendItems(['a'], ['x']));
  refused('a = 1\nb = 2\n', renameKey(['a'], 'b'));
  refused('a = 1\n', renameKey(['a'], 'x'), removeKey(['a']));
  refused('[t]\na = 1\n[t.d]\nx = 1\n', insertTable(['t', 'd'], { y: 1 }));
  refused('a = 1\n', insertTable(['t', 'd'], { y: 1 }));
  refused('a = 1\n', replaceValue(['a'], '\ud800'));
  refused('a = [{ b = 1 }]\n', replaceValue(['a', 0, 'b'], 2));
  refused('[[t]]\na = 1\n', insertTable(['t', 'd'], { y: 1 }));
});

/** A piece of a spec: its text, and its text after every deferred setting was enabled. */
interface Piece {
  readonly before: string;
  readonly after: string;
}

const same = (text: string): Piece => ({ before: text, after: text });
const blank = fc.constantFrom('', ' ', '\t', '  ');
const noise = fc.constantFrom('', '\n', '# x = { deferred = 1 }\n', '\t# "deferred"\n\n', '#\n  \n');
const tail = fc.constantFrom('', ' # deferred', '\t#', '  ');
const word = fc.constantFrom('deferred', '"deferred"', "'deferred'");
const value = fc.constantFrom('"30s"', "'deferred'", '"a\\"} # , deferred = 1"', '["x", "}"]', '7', '"ä😀"');
const activeWord = (written: string) => written.replace('deferred', 'active');

/** `NAME = { .. }`, dotted, both with only a deferred value or with an active one beside it. */
const setting = (name: string) =>
  fc
    .record({ word, value, other: value, blank, gap: blank, tail, noise, indent: blank, form: fc.nat(5) })
    .map(({ word, value, other, blank, gap, tail, noise, indent, form }): Piece => {
      const made = (key: string) => `${key}${blank}=${gap}${value}`;
      const [old, now] = [made(word), made(activeWord(word))];
      const line = (text: string) => `${indent}${text}${tail}\n${noise}`;
      const wasActive = `active =${gap}${other}`;
      switch (form) {
        case 0:
          return {
            before: line(`${name} = {${gap}${old}${gap}}`),
            after: line(`${name} = {${gap}${now}${gap}}`),
          };
        case 1:
          return {
            before: line(`${name}={${gap}${wasActive}${blank},${gap}${old}}`),
            after: line(`${name}={${gap}${now}}`),
          };
        case 2:
          return {
            before: line(`"${name}" = {${old}${blank},${gap}${wasActive}${gap}}`),
            after: line(`"${name}" = {${now}${gap}}`),
          };
        case 3:
          return { before: line(`${name}.${old}`), after: line(`${name}.${now}`) };
        case 4:
          return {
            before: `${indent}${name}.${wasActive}\n${line(`${name} . ${old}`)}`,
            after: line(`${name} . ${now}`),
          };
        default:
          return same(line(`${name} = { active = ${value} }`));
      }
    });

/** A whole spec: tables, settings in every form, and comments wherever they may stand. */
const document = fc
  .tuple(
    noise,
    fc.array(
      fc.tuple(fc.constantFrom('[%]', '["%"]', '[ % ]', '\t[%]'), tail, noise, setting('r'), setting('s')),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([start, tables, crlf, open]) => {
    const pieces = [
      same(start),
      ...tables.flatMap(([header, tail, noise, ...settings], index) => [
        same(`${header.replace('%', `t${index}`)}${tail}\n${noise}`),
        ...settings,
      ]),
    ];
    const text = (side: 'before' | 'after') => {
      const joined = pieces.map((piece) => piece[side]).join('');
      const cut = open ? joined.replace(/\n$/, '') : joined;
      return crlf ? cut.replaceAll('\n', '\r\n') : cut;
    };
    return { before: text('before'), after: text('after') };
  });

t.test('random documents: every setting is enabled, every other byte stays', async (t) => {
  let edits = 0;
  fc.assert(
    fc.property(document, ({ before, after }) => {
      const found = accept(before);
      const wanted: Edit[] = [];
      for (const [table, settings] of Object.entries(found.value)) {
        for (const [name, states] of Object.entries(settings as Record<string, object>)) {
          if (!('deferred' in states)) continue;
          if ('active' in states) wanted.push(lose(table, name));
          wanted.push(lift(table, name));
          edits++;
        }
      }
      const { value, diagnostics } = applyEdits(found, wanted);
      if (value === undefined) throw new Error(JSON.stringify(diagnostics));
      return value.text === after;
    }),
    { numRuns: 1500 },
  );
  t.ok(edits >= 2000, `${edits} edits`);
});
