// As quote.test.ts: forms that have another reader, and further readers of the same forms.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { jsonValue } from '../../src/backends/quote/json.js';
import { kconfigComment, kconfigLine } from '../../src/backends/quote/kconfig.js';
import { shListAssignment, shWordAssignment } from '../../src/backends/quote/sh-list.js';
import { systemdExecPath } from '../../src/backends/quote/systemd.js';
import { tomlComment, tomlKey, tomlString } from '../../src/backends/quote/toml.js';
import { xmlComment, xmlText } from '../../src/backends/quote/xml.js';
import { readByPython, TOMLLIB } from '../corpus/tomllib.js';
import { kernelTools, prepareKernelTree } from './lib/kernel-tree.js';
import { need } from './lib/need.js';
import { commented, noCanary, quoteAll, same, tellPairs, texts, unwritable, values } from './lib/quoting.js';
import * as read from './lib/readers.js';
import { commandWords, dumped, dumpUnits } from './lib/systemd-dump.js';

tellPairs(t, 'values to real parsers: lists, paths, XML, conf, Python');

t.test('lists of words in shells', async (t) => {
  const tools = { dash: 'dash', bash: 'bash', busybox: 'busybox-static' };
  if (
    !need(
      t,
      Object.entries(tools).map(([command, debian]) => ({ command, debian })),
    )
  )
    return;
  const refused = (value: string) => !/^[!-~]+$/.test(value) || value.startsWith('-');
  const words = quoteAll(t, (value) => shWordAssignment('V', value), refused);
  const lists = quoteAll(t, (value) => shListAssignment('V', ['first', value, 'last']), refused);
  for (const shell of [['dash'], ['bash', '--posix'], ['busybox', 'ash']] as const) {
    const folder = t.testdir({});
    const sh = (text: string) => {
      read.put(folder, 'script', `set -f\n${text}`);
      return read.splitNul(read.run(folder, shell[0], [...shell.slice(1), 'script']));
    };
    same(
      t,
      sh(
        texts(words)
          .map((line) => `${line}\nprintf '%s\\0' $V\n`)
          .join(''),
      ),
      words,
      `shWordAssignment, ${shell[0]}`,
    );
    const second = texts(lists).map(
      (line) => `${line}\nset -- $V\nprintf '%s\\0' "$2"\n[ $# = 3 ] || exit 1\n`,
    );
    same(t, sh(second.join('')), lists, `shListAssignment, ${shell[0]}`);
    noCanary(t, folder);
  }
});

t.test('the path of a program, to systemd', async (t) => {
  if (!need(t, [{ path: '/usr/lib/systemd/systemd', debian: 'systemd' }])) return;
  const unreadable = (value: string) => unwritable(value) || /\p{NChar}/u.test(value);
  // systemd itself simplifies a path (//, /./) and refuses one with `..`: not a matter of quoting.
  const plain = (value: string) => !/\/|^\.{0,2}$/.test(value) && !unreadable(value) && value.length < 200;
  const paths = quoteAll(
    t,
    (value) => systemdExecPath(`/opt/x${value}`),
    (value) =>
      unreadable(value) || /[\x01-\x1f\x7f"'\\$]/.test(value) || value.endsWith('/') || value.length > 99_990,
  ).filter(([value]) => plain(value));
  const unit = (path: string) => `[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=${path} e\n`;
  const services = Object.fromEntries(texts(paths).map((path, i) => [`p${i}.service`, unit(path)]));
  const dumps = dumpUnits(t.testdir({}), services);
  const found = paths.map((_, i) => {
    const words = commandWords(
      (dumped(dumps.get(`p${i}.service`) ?? [], 'Command Line') ?? '').replaceAll('$', '$$$$'),
    );
    return words.length === 2 && words[1] === 'e' ? words[0]?.slice('/opt/x'.length) : undefined;
  });
  same(t, found, paths, 'systemdExecPath');
});

t.test('XML, by expat', async (t) => {
  if (!need(t, [{ command: 'python3', debian: 'python3' }])) return;
  const items = values.map(
    (value) => `<t a="${xmlText(value)}">${xmlText(value)}</t>\n${xmlComment(value)}\n`,
  );
  const script = `import json, sys, xml.etree.ElementTree as e
r = e.fromstring(sys.stdin.buffer.read())
print(json.dumps([[x.tag, len(x), x.get("a"), x.text or ""] for x in r]))`;
  const input = `<r>${items.join('')}</r>`;
  const found: [string, number, string, string][] = JSON.parse(
    execFileSync('python3', ['-c', script], { input, encoding: 'utf8', maxBuffer: 1 << 28 }),
  );
  t.equal(found.length, values.length, 'one element each');
  const pairs = values.map(
    (value) => [found[values.indexOf(value)]?.[3] ?? '', `${xmlText(value)}`] as const,
  );
  t.ok(
    found.every(([tag, children, a, text]) => tag === 't' && children === 0 && a === text),
    'no markup, the same in both places',
  );
  same(
    t,
    found.map(([, , a]) => a),
    pairs,
    'xmlText, xmlComment',
  );
});

t.test("the kernel's own conf", async (t) => {
  if (!need(t, kernelTools)) return;
  const refused = (value: string) => unwritable(value) || /[\x01-\x1f\x7f$`#]/.test(value);
  // conf reads a line of .config into a buffer of 1024 bytes in some releases; longer strings are not what a flag is.
  const strings = quoteAll(t, (value) => kconfigLine('X', { kind: 'string', value }), refused);
  const folder = t.testdir({});
  const symbols = strings.map((_, i) => `X${i}`);
  read.put(
    folder,
    'Kconfig',
    ['config FLAG\n\tbool "flag"\n', ...symbols.map((name) => `config ${name}\n\tstring "${name}"\n`)].join(
      '\n',
    ),
  );
  const lines = texts(strings).map(
    (line, i) => `${kconfigComment(values[i] ?? '')}\n${line.replace('CONFIG_X', `CONFIG_X${i}`)}\n`,
  );
  read.put(folder, 'fragment', `CONFIG_FLAG=y\n${lines.join('')}`);
  const env = { KCONFIG_ALLCONFIG: join(folder, 'fragment'), KCONFIG_CONFIG: join(folder, 'final') };
  read.run(folder, join(prepareKernelTree(), 'scripts/kconfig/conf'), ['--alldefconfig', 'Kconfig'], env);
  const lineOf = (line: string) =>
    [line.slice(0, line.indexOf('=')).replace('CONFIG_', ''), line.slice(line.indexOf('=') + 1)] as const;
  const final = new Map(readFileSync(join(folder, 'final'), 'utf8').split('\n').map(lineOf));
  t.equal(final.get('FLAG'), 'y', 'no comment has switched it off');
  const back = symbols.map((name) => (final.get(name) ?? '').slice(1, -1).replace(/\\(.)/gsu, '$1'));
  same(t, back, strings, 'kconfigLine, kconfigComment');
});

t.test('JSON and TOML, by Python', async (t) => {
  if (!need(t, TOMLLIB)) return;
  const json = quoteAll(
    t,
    (value) => jsonValue(value),
    () => false,
  );
  const script = 'import json, sys\nprint(json.dumps(json.load(sys.stdin)))';
  const { stdout } = spawnSync('python3', ['-c', script], {
    input: `[${texts(json).join(',\n')}]`,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  same(t, JSON.parse(stdout), json, 'jsonValue');
  const strings = quoteAll(t, tomlString, unwritable);
  const keys = quoteAll(t, tomlKey, unwritable);
  const [list, tables, comments] = readByPython([
    texts(strings)
      .map((text, i) => `k${i} = ${text}\n`)
      .join(''),
    texts(keys)
      .map((text, i) => `[t${i}]\n${text} = 1\n`)
      .join(''),
    commented(tomlComment, (i) => `v${i} = 1`),
  ]) as readonly Record<string, unknown>[];
  same(t, Object.values(list ?? {}), strings, 'tomlString');
  same(
    t,
    Object.values(tables ?? {}).map((one) => Object.getOwnPropertyNames(one)[0]),
    keys,
    'tomlKey',
  );
  t.equal(Object.keys(comments ?? {}).length, values.length, 'tomlComment');
});
