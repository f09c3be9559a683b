import t from 'tap';
import { MAX_DEPTH, MAX_TOKEN, MAX_TOKENS } from '../../src/source/scan.js';
import { readToml } from '../../src/source/toml.js';
import { figure } from '../lib/figures.js';
import { accept, place, refuse } from './read.js';

const sample = [
  '# a sample with a bit of everything: ä, 漢字, 😀',
  'schema = 1',
  '"quoted key" = \'C:\\path\'',
  '',
  '[target.a]',
  'board = "b" # it\'s a comment',
  'timeout = { active = "30s", deferred = "10s" }',
  'list = [ 1, 0x1F, 1.5e3, true,',
  '  "é\\u00e9", """',
  'two',
  'lines""", [ [] ],',
  ']',
  '[[target.a.gate]]',
  'day = 2026-01-31',
  '',
].join('\n');

t.test('value and text of an accepted file', async (t) => {
  const { text, report } = readToml('f', Buffer.from('\uFEFFa = 1 # c\r\n[b]\r\nc = "x" # d\r\n'));
  t.equal(text, 'a = 1 # c\r\n[b]\r\nc = "x" # d\r\n');
  t.strictSame(report.value?.value, { a: 1, b: { c: 'x' } });
  t.strictSame(report.diagnostics, []);
  t.strictSame(accept('').value, {});
  t.strictSame(accept('# only a comment').value, {}, 'no line end at the end of the file');
});

t.test('a refused file still gives its text, an undecodable one does not', async (t) => {
  t.equal(readToml('f', Buffer.from('a =')).text, 'a =');
  t.equal(readToml('f', Uint8Array.of(0xff)).text, undefined);
});

t.test('LF and CRLF give the same value, also inside text over several lines', async (t) => {
  t.strictSame(accept(sample.replaceAll('\n', '\r\n')).value, accept(sample).value);
});

t.test('numbers keep their exact value', async (t) => {
  const { value } = accept(
    'a = 9007199254740991\nb = 9007199254740993\nc = -0x0\n'.replace('-0x0', '0x7fff_ffff'),
  );
  t.equal(value['a'], 9007199254740991);
  t.equal(value['b'], 9007199254740993n, 'beyond 2^53 as BigInt, never rounded');
  t.equal(value['c'], 0x7fffffff);
});

t.test('names of Object.prototype are refused before they can change anything', async (t) => {
  const before = Object.getOwnPropertyNames(Object.prototype).map((name) => [name, membersOf(name)]);
  let cases = 0;
  for (const name of [
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
    '"\\u0074oString"',
  ]) {
    const texts = [
      `${name} = 1`,
      `${name}.call = 1`,
      `a = { ${name}.call = 1 }`,
      `[${name}]\nx = 1`,
      `[[${name}]]`,
      `[a.${name}.b]`,
      `[[s]]\n[s.${name}]`,
      `a = [[{ ${name} = 1 }]]`,
    ];
    for (const text of texts) {
      const finding = refuse(text);
      t.match(finding, { code: 'WD0004', detail: /cannot be a name/ }, text);
      const { offset, length } = finding.span ?? { offset: 0, length: 0 };
      t.equal(text.slice(offset, offset + length), name, `${text}: the key is marked`);
    }
    cases += texts.length + 1;
    t.match(refuse(`${name} = 1\n${name} = 2`), { code: 'WD0003', detail: /before/ });
  }
  const after = Object.getOwnPropertyNames(Object.prototype).map((name) => [name, membersOf(name)]);
  t.strictSame(after, before, 'neither Object.prototype nor its functions have new members');
  t.strictSame(accept('a = "constructor" # toString').value, { a: 'constructor' }, 'only keys are concerned');
  if (t.passing()) figure(16, { part: 'names of Object.prototype as keys and tables', cases, held: cases });
});

function membersOf(name: string): string[] {
  const member: unknown = Object.getOwnPropertyDescriptor(Object.prototype, name)?.value;
  return typeof member === 'function' ? Object.getOwnPropertyNames(member) : [];
}

t.test('the gaps of the second parser are known', async (t) => {
  const gaps: [string, string][] = [
    ['a = [2026-01-31, 2026-02-01]\n', '1:6+10'],
    ['a = 1\nb = [2026-01-31T00:00:00]\n', '2:6+19'],
    ['a = 0e0\n', '1:5+3'],
    ['a = [07:32:00]\n', '1:6+8'],
    ['a = 1\n[t]\nb = 0E1 # x\n', '3:5+3'],
  ];
  for (const [text, at] of gaps) {
    for (const variant of [text, text.replaceAll('\n', '\r\n'), `# ä\r\n\r\n${text}`]) {
      const finding = refuse(variant);
      t.equal(finding.code, 'WD0004', text);
      if (variant === text) t.equal(place(finding), at, text);
    }
    t.equal(refuse(`# ä\r\n\r\n${text}`).span?.column, refuse(text).span?.column);
  }
  t.match(refuse('a = [2026-01-31]').help, /"2026-01-31"/);
  t.match(refuse('a = 0e0').help, /plainer form/);
});

t.test('what one parser takes and TOML forbids is refused by the other', async (t) => {
  for (const text of [
    'a = 2026-02-30',
    'a = 24:00:00',
    '[a.b]\n[a]\nb.c = 1',
    'a.b = 1\n[a.b.c]',
    'a = 1\rb = 2',
    'a = "x\ry"',
    '# \r',
  ]) {
    t.equal(refuse(text).code, 'WD0003', JSON.stringify(text));
  }
  for (const text of ['a = {\n}', 'a = { b = 1, }', 'a = "\\e"', 'a = "\\x41"', 'é = 1']) {
    t.equal(refuse(text).code, 'WD0003', `TOML 1.1: ${JSON.stringify(text)}`);
  }
});

t.test('limits on nesting', async (t) => {
  const arrays = (n: number): string => `a = ${'['.repeat(n)}${']'.repeat(n)}`;
  const inline = (n: number): string => `a = ${'{a='.repeat(n)}1${'}'.repeat(n)}`;
  const dotted = (n: number): string => `${'a.'.repeat(n)}a = 1`;
  const spaced = (n: number): string => `[${'a . '.repeat(n - 1)}a]`;
  const header = (n: number): string => `[${'a.'.repeat(n - 1)}a]`;
  for (const make of [arrays, inline, dotted, spaced, header]) {
    t.ok(accept(make(MAX_DEPTH)), `${make(3)} at the limit`);
    t.equal(refuse(make(MAX_DEPTH + 2)).code, 'WD0007', `${make(3)} beyond it`);
    t.equal(refuse(make(20_000)).code, 'WD0007', `${make(3)} far beyond it`);
    t.equal(refuse(make(100_000)).code, 'WD0007');
  }
  t.equal(place(refuse(arrays(MAX_DEPTH + 1))), `1:${5 + MAX_DEPTH}+1`);
  t.equal(refuse('['.repeat(1_000_000)).code, 'WD0003', 'no list opens at the start of a line');
  t.match(
    refuse('[a\n'.repeat(1000)),
    { code: 'WD0003', span: { line: 1 } },
    'unclosed headers are no nesting',
  );
  t.ok(accept(`[${'a'}]\n`.repeat(1) + '[[b]]\n'.repeat(1000)), 'closed headers do not add up');
  t.ok(
    accept(`a = "${'['.repeat(1000)}" # ${'{'.repeat(1000)}\nb = '''\n${'['.repeat(1000)}'''`),
    'brackets in text and comments',
  );
});

t.test('limits on length', async (t) => {
  for (const [open, close] of [
    ['"', '"'],
    ["'", "'"],
    ['"""', '"""'],
    ["'''", "'''"],
  ] as const) {
    const text = (n: number): string => `a = ${open}${'x'.repeat(n)}${close}`;
    t.ok(accept(text(MAX_TOKEN - 6)), `${open} at the limit`);
    t.match(refuse(text(MAX_TOKEN)), { code: 'WD0007', span: { line: 1, column: 5 } }, `${open} beyond it`);
    t.equal(refuse(text(2_000_000)).code, 'WD0007');
  }
  for (const text of [
    `a = ${'1'.repeat(1_000_000)}`,
    `${'a'.repeat(1_000_000)} = 1`,
    `a = 1.${'0'.repeat(1_000_000)}`,
  ]) {
    t.equal(refuse(text).code, 'WD0007');
  }
  t.match(refuse(`a = 1\na = "${'x'.repeat(100_000)}"`), { code: 'WD0007' });
  t.match(
    refuse(`a = foo\nb = "${'x'.repeat(100_000)}"`),
    { code: 'WD0003', span: { line: 1 } },
    'the earlier mistake is told',
  );
  t.ok(accept(`# ${'x'.repeat(1_000_000)}\n${' '.repeat(1_000_000)}`), 'comments and blanks may be long');
});

t.test('a file of too many marks is refused before it is parsed', async (t) => {
  const start = performance.now();
  t.match(refuse(`a = [${'1,'.repeat(MAX_TOKENS)}]`), { code: 'WD0007', help: /include/ });
  t.ok(performance.now() - start < 1000);
});

t.test(
  'a sample cut off or damaged at any byte gives a value or one placed finding, never an exception',
  async (t) => {
    const bytes = Buffer.from(sample);
    let refused = 0;
    const outcome = (input: Uint8Array): void => {
      const { report, text } = readToml('f', input);
      const [finding] = report.diagnostics;
      if (report.value !== undefined) return;
      refused++;
      if (finding?.span === undefined || finding.detail === undefined || finding.help === undefined)
        t.fail('finding without place or words');
      if (text !== undefined && (finding?.span?.offset ?? 0) > text.length)
        t.fail('place outside of the text');
    };
    for (let cut = 0; cut <= bytes.length; cut++) {
      outcome(bytes.subarray(0, cut));
      outcome(bytes.subarray(cut));
      for (const byte of [0x00, 0x0d, 0x22, 0x27, 0x5b, 0x5d, 0x7b, 0x2c, 0x3d, 0x2e, 0x5c, 0xff]) {
        const damaged = Uint8Array.from(bytes);
        damaged[cut] = byte;
        outcome(damaged);
      }
    }
    t.ok(refused > 1000, `${refused} refused`);
  },
);
