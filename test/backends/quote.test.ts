import t from 'tap';
import { commentLines, wrapComment } from '../../src/backends/quote/comment.js';
import { execlineWord } from '../../src/backends/quote/execline.js';
import { type JsonValue, jsonValue } from '../../src/backends/quote/json.js';
import { kconfigComment, kconfigLine } from '../../src/backends/quote/kconfig.js';
import { mdBlock, mdCell, mdCode, mdComment, mdText } from '../../src/backends/quote/markdown.js';
import { nixAttr, nixComment, nixInt, nixString, nixStringList } from '../../src/backends/quote/nix.js';
import { Quoted, Unquotable } from '../../src/backends/quote/quoted.js';
import { s6Milliseconds, s6Name } from '../../src/backends/quote/s6.js';
import { shAssignment, shWord } from '../../src/backends/quote/sh.js';
import {
  systemdEnvironment,
  systemdExecPath,
  systemdExecWord,
  systemdManagerValue,
  systemdSeconds,
  systemdUnitName,
  systemdValue,
} from '../../src/backends/quote/systemd.js';
import { tomlKey, tomlString } from '../../src/backends/quote/toml.js';
import { ubootEnv, ubootWord } from '../../src/backends/quote/uboot.js';
import { watchdogdString } from '../../src/backends/quote/watchdogd.js';
import { xmlComment, xmlText } from '../../src/backends/quote/xml.js';

t.test('a Quoted is made by quoting functions only', async (t) => {
  const forged = Quoted as unknown as new (...args: unknown[]) => Quoted;
  t.throws(() => new forged(Symbol('wdgen quoted text'), 'sh', '; reboot'), /quoting functions only/);
});

t.test('forms', async (t) => {
  const forms: readonly (readonly [Quoted, string])[] = [
    [
      xmlText('a & b < "c" \'d\' > ]]>\n\u0001'),
      'a &amp; b &lt; &quot;c&quot; &apos;d&apos; &gt; ]]&gt; \\u{1}',
    ],
    [xmlComment('a --> b--'), '<!-- a - -> b- - -->'],
    [nixString('a"${b}\\\n$c'), '"a\\"\\${b}\\\\\\n$c"'],
    [nixAttr('timeout-sec'), 'timeout-sec'],
    [nixAttr('a.b'), '"a.b"'],
    [nixAttr('inherit'), '"inherit"'],
    [nixInt(30), '30'],
    [nixInt(-1), '(-1)'],
    [nixInt(-0), '0'],
    [nixStringList([]), '[ ]'],
    [nixStringList(['a', 'b c']), '[ "a" "b c" ]'],
    [shWord('/dev/watchdog0'), '/dev/watchdog0'],
    [shWord(''), "''"],
    [shWord("it's"), "'it'\\''s'"],
    [shWord('-e'), "'-e'"],
    [shWord('a=b'), "'a=b'"],
    [shWord('~'), "'~'"],
    [shWord('done'), "'done'"],
    [shAssignment('DEV', '/dev/watchdog'), "DEV='/dev/watchdog'"],
    [execlineWord('a b'), '"a b"'],
    [execlineWord('{'), '"{"'],
    [systemdValue('50% of'), '50%% of'],
    [systemdManagerValue('50% of'), '50% of'],
    [systemdExecWord('-T'), '-T'],
    [systemdExecWord('$x %n ;'), '"$$x %%n ;"'],
    [systemdExecWord(';'), '";"'],
    [systemdExecPath('/usr/bin/a b'), '"/usr/bin/a b"'],
    [systemdEnvironment('A', '$x "y" %'), '"A=$x \\"y\\" %%"'],
    [systemdSeconds(30_000), '30s'],
    [systemdSeconds(500), '500ms'],
    [systemdSeconds(600_000), '10min'],
    [systemdSeconds(0), '0'],
    [systemdUnitName('watchdog-feeder.service'), 'watchdog-feeder.service'],
    [systemdUnitName('getty@tty1.service'), 'getty@tty1.service'],
    [systemdUnitName('-.mount'), '-.mount'],
    [kconfigLine('WATCHDOG', { kind: 'tristate', value: 'y' }), 'CONFIG_WATCHDOG=y'],
    [kconfigLine('WATCHDOG', { kind: 'tristate', value: 'n' }), '# CONFIG_WATCHDOG is not set'],
    [kconfigLine('BR2_X', { kind: 'tristate', value: 'n' }, ''), '# BR2_X is not set'],
    [kconfigLine('T', { kind: 'int', value: -5 }), 'CONFIG_T=-5'],
    [kconfigLine('A', { kind: 'hex', value: 'FF' }), 'CONFIG_A=0xFF'],
    [kconfigLine('S', { kind: 'string', value: 'a"\\b' }), 'CONFIG_S="a\\"\\\\b"'],
    [s6Name('watchdog-feeder'), 'watchdog-feeder'],
    [s6Milliseconds(30_000), '30000'],
    [watchdogdString('a"${HOME}'), '"a\\"\\${HOME}"'],
    [ubootWord('run a; b'), "'run a; b'"],
    [ubootEnv('bootcmd', 'run a; b'), 'bootcmd=run a; b'],
    [tomlString('a\t"\u202e'), '"a\\t\\"\\u202e"'],
    [tomlKey('a b'), '"a b"'],
    [jsonValue({ a: ['x\u2028'] }, '  '), '{\n    "a": [\n      "x\\u2028"\n    ]\n  }'],
    [mdText('# a *b* <c>\nd'), '\\# a \\*b\\* \\<c\\> d'],
    [mdText('1. x'), '1\\. x'],
    [mdText('\u202ex'), '\\\\u{202e}x'],
    [mdCell(''), '&nbsp;'],
    [mdCell('a|b'), 'a\\|b'],
    [mdCode('a`b'), '``a`b``'],
    [mdCode('`'), '`` ` ``'],
    [mdCode('a|b', true), '`a\\|b`'],
    [mdBlock('sh', 'a\n```\nb'), '````sh\na\n```\nb\n````'],
    [mdComment('a --> b'), '<!-- a - -> b -->'],
  ];
  for (const [form, text] of forms) t.equal(form.toString(), text);
});

t.test('refusals', async (t) => {
  const refused: readonly (readonly [() => Quoted, RegExp])[] = [
    [() => nixString('a\0b'), /written as nix: a NUL character/],
    [() => nixString('\ud800'), /U\+D800/],
    [() => nixInt(1.5), /whole number/],
    [() => shWord('a\rb'), /carriage return/],
    [() => shAssignment('a b', 'x'), /variable name/],
    [() => shAssignment('A=$(x)', 'x'), /variable name/],
    [() => execlineWord('${x}'), /substitution/],
    [() => systemdValue('a\nb'), /line break/],
    [() => systemdValue(''), /resets/],
    [() => systemdValue(' a'), /cut off/],
    [() => systemdValue('a\\'), /joins the next line/],
    [() => systemdValue('a\uffff'), /ignores/],
    [() => systemdManagerValue('a\rb'), /carriage return/],
    [() => systemdExecWord('\0'), /NUL/],
    [() => systemdExecPath('bin/x'), /absolute path/],
    [() => systemdExecPath('-/bin/x'), /absolute path/],
    [() => systemdExecPath('/bin/$x'), /"\$"/],
    [() => systemdEnvironment('A B', 'x'), /variable name/],
    [() => systemdEnvironment('A', '\x01'), /environment/],
    [() => systemdSeconds(-1), /whole number/],
    [() => systemdSeconds(0.5), /whole number/],
    [() => systemdUnitName('feeder'), /unit name/],
    [() => systemdUnitName('a.exe'), /unit name/],
    [() => systemdUnitName('-e.service'), /unit name/],
    [() => systemdUnitName('a/b.service'), /unit name/],
    [() => systemdUnitName('@.service'), /unit name/],
    [() => systemdUnitName(`${'a'.repeat(250)}.service`), /unit name/],
    [() => kconfigLine('A B', { kind: 'tristate', value: 'y' }), /symbol/],
    [() => kconfigLine('A', { kind: 'hex', value: '0xg' }), /hexadecimal/],
    [() => kconfigLine('A', { kind: 'int', value: 0.5 }), /whole number/],
    [() => kconfigLine('A', { kind: 'string', value: '$(shell reboot)' }), /make or a shell/],
    ...['', 'a/b', '.a', '#a', '-a', 'a b', 'a\n', 's6rc-a', 's6-rc-a', 'é'.repeat(128)].map(
      (name) => [() => s6Name(name), /s6/] as const,
    ),
    [() => s6Milliseconds(2 ** 32), /whole number/],
    [() => watchdogdString('\0'), /NUL/],
    [() => ubootWord("it's"), /"'"/],
    [() => ubootEnv('a=b', 'x'), /variable name/],
    [() => ubootEnv('a', 'x\\'), /escape/],
    [() => ubootEnv('a', 'x\ny=z'), /line break/],
    [() => jsonValue(Number.NaN), /NaN/],
    [() => jsonValue({ a: new Map() } as unknown as JsonValue), /value\.a is no plain data/],
    [() => jsonValue([undefined] as unknown as JsonValue), /value\.0 is undefined/],
    [() => mdCode(''), /empty inline code/],
    [() => mdBlock('sh\n', 'x'), /no language/],
  ];
  for (const [quote, message] of refused) {
    const error = t.throws(quote, { message });
    t.type(error, Unquotable, message.source);
  }
});

t.test('comments: one line break is one blank, hidden characters are shown', async (t) => {
  t.equal(commentLines('# ', 'a\nb\rc\u2028d\u0085e'), '# a b c d e');
  t.equal(commentLines('# ', 'a\u202eb\0\x1b\ud800\uffff'), '# a\\u{202e}b\\u{0}\\u{1b}\\u{d800}\\u{ffff}');
  t.equal(commentLines('# ', ''), '#');
  t.equal(commentLines('# ', 'ends with \\'), '# ends with \\u{5c}');
  const long = commentLines('# ', 'word '.repeat(40), 78, '  ').split('\n');
  t.ok(long.length > 2 && long.every((line) => line.length <= 78));
  t.ok(long.slice(1).every((line) => line.startsWith('  # word')));
  t.notOk(wrapComment('a \\ '.repeat(100), 21).some((line) => line.endsWith('\\')));
  t.equal(nixComment('a b', '  ').toString(), '# a b');
});

t.test('a Kconfig comment is never a setting', async (t) => {
  for (const text of ['CONFIG_X is not set', 'FOO is not set', 'CONFIG_X=y']) {
    t.notMatch(kconfigComment(text).toString(), /^# (CONFIG_|\S+ is not set)/m, text);
  }
});
