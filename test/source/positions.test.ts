import type { Test } from 'tap';
import t from 'tap';
import type { KeyPath } from '../../src/core/path.js';
import { formatPath } from '../../src/core/path.js';
import type { TomlDocument } from '../../src/source/toml.js';
import { accept } from './read.js';

/** Documents with every way TOML has to write a key. */
const documents: Readonly<Record<string, string>> = {
  plain: 'a = 1\nb = "x"\n\n[t]\nc = true\n',
  dotted: 'a.b.c = 1\na.b.d = 2\n[t]\nx.y = 3\n"odd name".z = 4\n',
  implicit: '[a.b.c]\nx = 1\n[a]\ny = 2\n[a.d]\n',
  lists: '[[s]]\nn = 1\n[[s]]\nn = 2\n[s.sub]\nk = 1\n[[s.deep]]\nq = 1\n[[s.deep]]\nq = 2\n',
  inline: 'a = { b = 1, c = { d = [1, { e = 2 }] }, f.g = 3 }\n',
  arrays: 'a = [\n  "x", # one\n  ["y", [1, 2]],\n  { k = 1 },\n]\nempty = []\n',
  quoted: '\'lit.eral\' = 1\n"esc\\u0041pe" = 2\n"" = 3\n["a.b".\'c d\']\nx = 1\n',
  types: "i = 0x1F\nf = 1.5\nb = false\ns = '''\nlong\n'''\nd = 2026-01-31T00:00:00Z\n",
  tabs: '\t[t]\n\t\ta\t=\t1\t# x\n',
};

/** Every path of a value: tables, keys, elements. */
function pathsOf(value: unknown, path: KeyPath = []): KeyPath[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => [[...path, i], ...pathsOf(item, [...path, i])]);
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, item]) => [[...path, key], ...pathsOf(item, [...path, key])]);
}

/** What a span covers, checked against its own line and column. */
function covered(t: Test, document: TomlDocument, path: KeyPath, of: 'key' | 'value'): string | undefined {
  const span = document.positions[of](path);
  if (span === undefined) return undefined;
  const line = document.text.split('\n')[span.line - 1] ?? '';
  const rest = [...line].slice(span.column - 1).join('');
  const text = document.text.slice(span.offset, span.offset + span.length);
  t.ok(
    `${rest}\n`.startsWith(text.split('\n')[0] ?? ''),
    `${formatPath(path)} ${of}: line and column fit the offset`,
  );
  return text;
}

t.test('every path of the value has its place, with LF, CRLF and a byte order mark', async (t) => {
  for (const [name, lf] of Object.entries(documents)) {
    for (const text of [lf, lf.replaceAll('\n', '\r\n'), `\uFEFF${lf}`]) {
      const document = accept(text);
      const paths = pathsOf(document.value);
      for (const path of paths) {
        t.ok(covered(t, document, path, 'value'), `${name} ${formatPath(path)}`);
        const isElement = typeof path.at(-1) === 'number';
        if (!isElement)
          t.type(covered(t, document, path, 'key'), 'string', `${name} ${formatPath(path)} key`);
      }
      const known = new Set(paths.map(formatPath));
      t.strictSame(
        document.positions
          .paths()
          .map(formatPath)
          .filter((path) => !known.has(path)),
        [],
        `${name}: no path too many`,
      );
    }
  }
});

t.test('keys and values are the right stretches', async (t) => {
  const check = (name: string, path: KeyPath, key: string | undefined, value: string): void => {
    const document = accept(documents[name] ?? '');
    t.equal(covered(t, document, path, 'key'), key, `${name} ${formatPath(path)} key`);
    t.equal(covered(t, document, path, 'value'), value, `${name} ${formatPath(path)} value`);
  };
  check('plain', ['b'], 'b', '"x"');
  check('plain', ['t'], 't', '[t]');
  check('dotted', ['a'], 'a', 'a');
  check('dotted', ['a', 'b', 'd'], 'd', '2');
  check('dotted', ['t', 'odd name', 'z'], 'z', '4');
  check('implicit', ['a'], 'a', '[a]');
  check('implicit', ['a', 'b'], 'b', '[a.b.c]');
  check('lists', ['s', 1], 's', '[[s]]');
  check('lists', ['s', 1, 'deep', 1, 'q'], 'q', '2');
  check('lists', ['s', 1, 'sub'], 'sub', '[s.sub]');
  check('inline', ['a', 'c', 'd', 1, 'e'], 'e', '2');
  check('inline', ['a', 'c'], 'c', '{ d = [1, { e = 2 }] }');
  check('inline', ['a', 'f', 'g'], 'g', '3');
  check('arrays', ['a', 1, 1, 0], undefined, '1');
  check('arrays', ['empty'], 'empty', '[]');
  check('quoted', ['lit.eral'], "'lit.eral'", '1');
  check('quoted', ['escApe'], '"esc\\u0041pe"', '2');
  check('quoted', ['a.b', 'c d', 'x'], 'x', '1');
  check('types', ['s'], 's', "'''\nlong\n'''");
  check('tabs', ['t', 'a'], 'a', '1');
  const later = accept('[[s]]\n[[s]]\n').positions;
  t.match(later.value(['s', 1]), { line: 2, column: 1 });
  t.match(later.key(['s', 1]), { line: 2, column: 3 });
});

t.test('a missing key points at the nearest thing that exists', async (t) => {
  const text =
    'schema = 1\n\n[target.a.watchdog]\nx.y = 1\nt = { active = "1s" }\nl = [{}]\n[[s]]\n  [[s]]\n[target.a]\n';
  const { positions } = accept(text);
  const at = (path: KeyPath): string => {
    const span = positions.nearest(path);
    return `${span.line}:${span.column} ${text.slice(span.offset, span.offset + span.length)}`;
  };
  t.equal(at(['nothing']), '1:1 ');
  t.equal(at([]), '1:1 ');
  t.equal(at(['target', 'a', 'watchdog', 'missing']), '3:1 [target.a.watchdog]');
  t.equal(at(['target', 'a', 'board']), '9:1 [target.a]');
  t.equal(at(['target', 'b', 'board']), '3:1 [target.a.watchdog]');
  t.equal(at(['target', 'a', 'watchdog', 'x', 'z']), '4:1 x');
  t.equal(at(['target', 'a', 'watchdog', 't', 'deferred']), '5:5 { active = "1s" }');
  t.equal(at(['target', 'a', 'watchdog', 'l', 0, 'k']), '6:6 {}');
  t.equal(at(['s', 1, 'name']), '8:3 [[s]]');
  t.equal(at(['schema']), '1:10 1');
  t.same(accept('').positions.nearest(['a']), {
    file: 'spec.toml',
    offset: 0,
    length: 0,
    line: 1,
    column: 1,
  });
});

t.test('columns are characters', async (t) => {
  const { positions } = accept('"ä😀" = { "日本" = 1 }\n');
  t.match(positions.value(['ä😀']), { column: 8, length: 12, offset: 8 });
  t.match(positions.key(['ä😀', '日本']), { column: 10, length: 4 });
});
