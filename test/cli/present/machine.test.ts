import t from 'tap';
import { useColor } from '../../../src/cli/present/color.js';
import { present } from '../../../src/cli/present/index.js';
import type { Diagnostic } from '../../../src/core/diagnostic.js';
import { diagnostic } from '../../../src/core/diagnostic.js';
import type { Outcome } from '../../../src/core/outcome.js';
import { finding, outcomeOf, spanOf } from './findings.js';

const options = { color: false, width: 80 };
const text = 'a = 1\n"😀" = "x\ny"\n';
const found: readonly Diagnostic[] = [
  finding('WD0105', text, '"x\ny"', {
    detail: '100% wrong, really: yes\nsecond line',
    help: 'do: this, then that',
    path: ['😀'],
  }),
  finding('WD0505', text, '"😀"', {
    related: [{ message: 'first', span: spanOf(text, 'a') }, { message: 'no place' }],
  }),
  diagnostic('WD0505', { severity: 'note', path: ['target', 'x'] }),
];
const outcome: Outcome = {
  ...outcomeOf(text, found),
  blocks: [{ kind: 'raw', text: 'out\n' }],
  data: { n: 1 },
};

t.test('human: results on stdout, findings on stderr', async (t) => {
  const { stdout, stderr } = present(outcome, { ...options, format: 'human' });
  t.equal(stdout, 'out\n');
  t.match(stderr, /^error\[WD0105\][\s\S]*\n1 error, 1 warning, 1 note\n$/);
});

t.test('json: one document with stable keys', async (t) => {
  const { stdout, stderr } = present(outcome, { ...options, format: 'json' });
  t.equal(stderr, '');
  t.strictSame(JSON.parse(stdout), {
    exit: 1,
    data: { n: 1 },
    diagnostics: [
      {
        code: 'WD0105',
        severity: 'error',
        summary: 'wrong type',
        detail: '100% wrong, really: yes\nsecond line',
        help: 'do: this, then that',
        path: '"😀"',
        file: 'watchdog.toml',
        line: 2,
        column: 7,
        length: 5,
        endLine: 3,
        endColumn: 3,
        related: [],
      },
      {
        code: 'WD0505',
        severity: 'warning',
        summary: 'stale',
        detail: null,
        help: null,
        path: null,
        file: 'watchdog.toml',
        line: 2,
        column: 1,
        length: 3,
        endLine: 2,
        endColumn: 4,
        related: [
          {
            message: 'first',
            file: 'watchdog.toml',
            line: 1,
            column: 1,
            length: 1,
            endLine: 1,
            endColumn: 2,
          },
          {
            message: 'no place',
            file: null,
            line: null,
            column: null,
            length: null,
            endLine: null,
            endColumn: null,
          },
        ],
      },
      {
        code: 'WD0505',
        severity: 'note',
        summary: 'stale',
        detail: null,
        help: null,
        path: 'target.x',
        file: null,
        line: null,
        column: null,
        length: null,
        endLine: null,
        endColumn: null,
        related: [],
      },
    ],
  });
  const evil = present(
    { ...outcome, diagnostics: [], data: { s: '\u001b\u009b\u202e\u007f', big: 2n ** 64n } },
    { ...options, format: 'json' },
  );
  t.notMatch(evil.stdout, /[\u007f-\u009f\u202e]/);
  t.strictSame(JSON.parse(evil.stdout).data, { s: '\u001b\u009b\u202e\u007f', big: '18446744073709551616' });
  t.equal(
    JSON.parse(present({ ...outcome, data: undefined }, { ...options, format: 'json' }).stdout).data,
    null,
  );
});

t.test('github: workflow commands, escaped as the runner unescapes them', async (t) => {
  const { stdout, stderr } = present(outcome, { ...options, format: 'github' });
  t.equal(stderr, '');
  t.strictSame(stdout.split('\n'), [
    '::error file=watchdog.toml,line=2,endLine=3,col=7,title=WD0105%3A wrong type::100%25 wrong, really: yes%0Asecond line%0Ahelp: do: this, then that',
    '::warning file=watchdog.toml,line=2,endLine=2,col=1,endColumn=4,title=WD0505%3A stale::stale%0Asee: first (watchdog.toml:1)%0Asee: no place',
    '::notice title=WD0505%3A stale::stale%0Aat: target.x',
    '',
  ]);
  const hostile = diagnostic('WD0105', {
    detail: '\r\n::stop-commands::x\r::error::%0A\u001b[2J',
    span: { file: 'a,b:c%\n.toml', offset: 0, length: 0, line: 1, column: 1 },
  });
  const printed = present(outcomeOf('', [hostile]), { ...options, format: 'github' }).stdout;
  t.match(printed, /^::error file=a%2Cb%3Ac%25%0A\.toml,[^\n\r\u001b]*\n$/, 'one line, whatever the text');
  t.notMatch(printed, '%0A::error::%0A', 'a percent sign of the text stays one');
});

t.test('sarif: the shape that 2.1.0 asks for', async (t) => {
  const { stdout, stderr } = present(outcome, { ...options, format: 'sarif' });
  t.equal(stderr, '');
  const log = JSON.parse(stdout);
  t.equal(log.version, '2.1.0');
  t.equal(log.runs.length, 1);
  const [run] = log.runs;
  t.equal(run.columnKind, 'unicodeCodePoints');
  t.equal(run.tool.driver.name, 'wdgen');
  t.strictSame(
    run.tool.driver.rules.map(({ id }: { id: string }) => id),
    ['WD0105', 'WD0505'],
  );
  for (const rule of run.tool.driver.rules) {
    t.ok(rule.shortDescription.text && rule.help.text, `${rule.id} explains itself`);
    t.match(rule.defaultConfiguration.level, /^(error|warning|note)$/);
  }
  for (const result of run.results) {
    t.equal(run.tool.driver.rules[result.ruleIndex].id, result.ruleId);
    t.match(result.level, /^(error|warning|note)$/);
    t.type(result.message.text, 'string');
  }
  t.strictSame(run.results[0].locations, [
    {
      physicalLocation: {
        artifactLocation: { uri: 'watchdog.toml' },
        region: { startLine: 2, startColumn: 7, endLine: 3, endColumn: 3 },
      },
      logicalLocations: [{ fullyQualifiedName: '"😀"' }],
    },
  ]);
  t.strictSame(
    run.results[1].relatedLocations.map(({ message }: { message: object }) => message),
    [{ text: 'first' }],
  );
  t.strictSame(run.results[2].locations, [{ logicalLocations: [{ fullyQualifiedName: 'target.x' }] }]);
  t.match(run.results[0].message.text, /second line\nHelp: do: this/);
});

t.test('sarif: names of files become URIs', async (t) => {
  const uriOf = (file: string): string => {
    const d = diagnostic('WD0105', { span: { file, offset: 0, length: 0, line: 1, column: 1 } });
    const { stdout } = present(outcomeOf('', [d]), { ...options, format: 'sarif' });
    return JSON.parse(stdout).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri;
  };
  t.equal(uriOf('specs/my board.toml'), 'specs/my%20board.toml');
  t.equal(uriOf('a:b/ü#?.toml'), 'a%3Ab/%C3%BC%23%3F.toml');
  t.equal(uriOf('../x.toml'), '../x.toml');
  t.equal(uriOf('/tmp/a b.toml'), 'file:///tmp/a%20b.toml');
});

t.test('no findings', async (t) => {
  const none = outcomeOf('', []);
  t.strictSame(present(none, { ...options, format: 'human' }), { stdout: '', stderr: '' });
  t.equal(present(none, { ...options, format: 'github' }).stdout, '');
  t.strictSame(JSON.parse(present(none, { ...options, format: 'sarif' }).stdout).runs[0].results, []);
});

t.test('when to colour', async (t) => {
  t.equal(useColor('auto', {}, true), true);
  t.equal(useColor('auto', {}, false), false);
  t.equal(useColor('auto', { NO_COLOR: '1' }, true), false);
  t.equal(useColor('auto', { NO_COLOR: '' }, true), true, 'an empty NO_COLOR says nothing');
  t.equal(useColor('auto', { TERM: 'dumb' }, true), false);
  t.equal(useColor('always', { NO_COLOR: '1' }, false), true);
  t.equal(useColor('never', {}, true), false);
});
