import t from 'tap';
import { humanBlocks, humanDiagnostics } from '../../../src/cli/present/human.js';
import { diagnosticView } from '../../../src/cli/present/view.js';
import type { Diagnostic } from '../../../src/core/diagnostic.js';
import { diagnostic } from '../../../src/core/diagnostic.js';
import { finding, spanOf } from './findings.js';

const plain = { color: false, width: 80 };

function print(text: string, diagnostics: readonly Diagnostic[], options = plain): string {
  const sources = new Map([['watchdog.toml', text]]);
  return humanDiagnostics(
    diagnostics.map((d) => diagnosticView(d, sources)),
    sources,
    options,
  );
}

/** The line of source and the line of marks of the only finding. */
function drawn(text: string, part: string, options = plain): string[] {
  const lines = print(text, [finding('WD0101', text, part)], options).split('\n');
  const source = lines.findIndex((line) => /^\d+ \|/.test(line));
  return lines.slice(source, source + 2).map((line) => line.replace(/^[\d ]+\| ?/, ''));
}

t.test('the whole form of a finding', async (t) => {
  const text = 'schema = 1\n'.padEnd(24, '\n').concat('marign = 0x3C # 60 s\n');
  const d = finding('WD0101', text, 'marign', {
    detail:
      'A mistyped key would configure nothing, and nobody would notice until the day when the machine hangs and stays so.',
    help: 'did you mean `margin`?',
    related: [
      { message: 'the table starts here', span: spanOf(text, 'schema') },
      { message: 'board rock64 knows no such key' },
    ],
  });
  t.equal(
    print(text, [d]),
    [
      'error[WD0101]: unknown key',
      '  --> watchdog.toml:15:1',
      '   |',
      '15 | marign = 0x3C # 60 s',
      '   | ^^^^^^',
      '   = why: A mistyped key would configure nothing, and nobody would notice until',
      '          the day when the machine hangs and stays so.',
      '   = see: the table starts here',
      '  --> watchdog.toml:1:1',
      '   |',
      ' 1 | schema = 1',
      '   | ------',
      '   = see: board rock64 knows no such key',
      '   = help: did you mean `margin`?',
      '',
      '1 error',
      '',
    ].join('\n'),
  );
});

t.test('findings without a place, and the count', async (t) => {
  const found = [
    diagnostic('WD0901', { detail: 'No space left.' }),
    diagnostic('WD0207', { path: ['target', 'a b'] }),
    diagnostic('WD0505'),
    diagnostic('WD0505', { severity: 'note' }),
  ];
  const text = print('', found);
  t.match(text, 'error[WD0901]: file system error\n  = why: No space left.\n\n');
  t.match(text, 'error[WD0207]: no such target\n  = at: target."a b"\n\n');
  t.match(text, 'warning[WD0505]: stale\n\nnote[WD0505]: stale\n\n2 errors, 1 warning, 1 note\n');
  t.equal(print('', []), '');
});

t.test('a file without text still gives its place', async (t) => {
  const d = diagnostic('WD0002', { span: { file: 'other.toml', offset: 9, length: 0, line: 3, column: 4 } });
  t.equal(print('', [d]), 'error[WD0002]: not valid UTF-8\n --> other.toml:3:4\n\n1 error\n');
});

t.test('marks stand under what they mean', async (t) => {
  t.strictSame(drawn('\t\tkey\t= x\n', 'x'), ['\t\tkey\t= x', '\t\t   \t  ^'], 'tabs are copied');
  t.strictSame(drawn('a = 1 # c\r\nb = 2\r\n', 'b'), ['b = 2', '^'], 'no carriage return is printed');
  t.strictSame(drawn('a = 1\nb = 22', '22'), ['b = 22', '    ^^'], 'last line without line end');
  t.strictSame(drawn('"漢字" = x', 'x'), ['"漢字" = x', '         ^'], 'wide characters take two cells');
  t.strictSame(drawn('a = "漢字"', '漢字'), ['a = "漢字"', '     ^^^^']);
  t.strictSame(drawn('"e\u0301" = x', 'x'), ['"e\u0301" = x', '      ^'], 'combining marks take none');
  t.strictSame(drawn('# 😀 x', 'x'), ['# 😀 x', '     ^'], 'emoji take two');
  t.strictSame(drawn('äöü = x', 'x'), ['äöü = x', '      ^']);
  t.strictSame(
    drawn('a = "x\ny"\nb', '"x\ny"'),
    ['a = "x', '    ^^'],
    'a span over lines is marked on the first',
  );
  t.strictSame(drawn('a = "x\r\ny"\r\n', '"x\r\ny"'), ['a = "x', '    ^^'], 'and with CRLF');
});

t.test('a place of no length has one mark, also behind the end of the line', async (t) => {
  const text = 'a =\n';
  const d = diagnostic('WD0003', {
    span: { file: 'watchdog.toml', offset: 3, length: 0, line: 1, column: 4 },
  });
  t.match(print(text, [d]), '1 | a =\n  |    ^\n');
  t.match(
    print('', [{ ...d, span: { file: 'watchdog.toml', offset: 0, length: 0, line: 1, column: 1 } }]),
    '1 |\n  | ^\n',
  );
});

t.test('a hostile spec cannot drive the terminal', async (t) => {
  const text = 'a = "\u001b[2J\u0007\u009b31m\u202egpj.exe\u200b\u0000" # x\n';
  t.strictSame(drawn(text, 'x'), [
    'a = "\\u001b[2J\\u0007\\u009b31m\\u202egp'.replace('gp', 'gpj.e').concat('xe\\u200b\\u0000" # x'),
    `${' '.repeat('a = "\\u001b[2J\\u0007\\u009b31m\\u202egpj.e'.length)}^`,
  ]);
  const evil = '\u001b]0;x\u0007\r\n\u202e';
  const d = finding('WD0101', text, 'a', {
    detail: evil,
    help: evil,
    related: [{ message: evil, span: { ...spanOf(text, 'a'), file: evil } }],
  });
  const printed = [
    print(text, [d]),
    print(text, [d], { color: false, width: 10 }),
    print(text, [{ ...d, span: undefined, path: [evil] } as unknown as Diagnostic]),
    humanBlocks(
      [
        { kind: 'text', text: evil },
        { kind: 'table', head: [evil], rows: [[evil, evil]] },
      ],
      plain,
    ),
  ].join('');
  t.notMatch(printed, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e]/);
  t.match(printed, '\\u001b]0;x\\u0007');
});

t.test('long lines are cut around the mark and never go beyond the width', async (t) => {
  const long = `${'a'.repeat(200)} = MARK # ${'b'.repeat(200)}`;
  for (const width of [40, 80, 120]) {
    for (const text of [
      long,
      long.replaceAll('a', '漢'),
      `${'x = '.repeat(100)}MARK`,
      `MARK = ${'y'.repeat(300)}`,
    ]) {
      const [source = '', marks = ''] = drawn(text, 'MARK', { color: false, width });
      const cells = (shown: string): number => [...shown].reduce((sum, c) => sum + (c === '漢' ? 2 : 1), 0);
      t.ok(cells(source) + 4 <= width, `${width}: ${source}`);
      t.equal(marks.trim(), '^^^^');
      const before = [...source].findIndex((_, i) => [...source].slice(i).join('').startsWith('MARK'));
      t.equal(
        marks.indexOf('^'),
        cells([...source].slice(0, before).join('')),
        'the mark stands under its word',
      );
    }
  }
  t.match(drawn(long, 'MARK')[0], /^….*MARK.*…$/);
  const [source, marks] = drawn(`a = "${'x'.repeat(300)}"`, `"${'x'.repeat(300)}"`);
  t.match(source, /^a = "x+…$/, 'a long span is shown from its start');
  t.match(marks, /^ {4}\^+$/);
});

t.test('no line of a finding is wider than 80 cells', async (t) => {
  const text = 'a = 1\n';
  const d = finding('WD0101', text, 'a', {
    detail: 'word '.repeat(100),
    help: 'help '.repeat(50),
    related: [{ message: 'see '.repeat(60) }],
  });
  const lines = print(text, [d]).split('\n');
  t.ok(lines.length > 15);
  t.strictSame(
    lines.filter((line) => line.length > 80),
    [],
  );
  t.strictSame(
    lines.filter((line) => line !== line.trimEnd()),
    [],
    'and none has blanks at its end',
  );
});

t.test('colour changes nothing but colour', async (t) => {
  const text = 'a = 1\nb = \t2\n';
  const found = [
    finding('WD0101', text, 'b', {
      detail: 'why',
      help: 'how',
      related: [{ message: 'm', span: spanOf(text, 'a') }],
    }),
    finding('WD0505', text, '2'),
  ];
  const colored = print(text, found, { color: true, width: 80 });
  t.match(colored, '\u001b[1;31merror[WD0101]\u001b[0m');
  t.match(colored, '\u001b[1;33mwarning[WD0505]\u001b[0m');
  t.equal(colored.replaceAll(/\u001b\[[\d;]*m/g, ''), print(text, found));
  t.notMatch(print(text, found), /\u001b/);
});
