import t from 'tap';
import { execlineComment, execlineWord } from '../../src/backends/quote/execline.js';
import { nixAttr, nixComment, nixString, nixStringList } from '../../src/backends/quote/nix.js';
import { shAssignment, shComment, shWord } from '../../src/backends/quote/sh.js';
import {
  systemdComment,
  systemdEnvironment,
  systemdExecWord,
  systemdValue,
} from '../../src/backends/quote/systemd.js';
import { need } from './lib/need.js';
import { HOSTILE } from './lib/payloads.js';
import {
  commented,
  noCanary,
  numbers,
  quoteAll,
  SEED,
  same,
  tellPairs,
  texts,
  unwritable,
  values,
} from './lib/quoting.js';
import * as read from './lib/readers.js';
import { commandWords, dumped, dumpUnits, type UnitDump } from './lib/systemd-dump.js';

// What goes in comes out of the real parser, or is refused. Languages that run commands; the others: quote-data.test.ts.
t.comment(`seed ${SEED}, ${values.length} values`);
tellPairs(t, 'values to real parsers: languages that run commands');

t.test('Nix', async (t) => {
  if (!need(t, [{ command: 'nix-instantiate', debian: 'nix-bin' }])) return;
  const folder = t.testdir({});
  const strings = quoteAll(t, nixString, unwritable);
  same(t, read.readNix(folder, `[\n${texts(strings).join('\n')}\n]`) as string[], strings, 'nixString');
  const attrs = quoteAll(t, nixAttr, unwritable);
  const names = texts(attrs).map((name) => `(builtins.head (builtins.attrNames { ${name} = 1; }))`);
  same(t, read.readNix(folder, `[\n${names.join('\n')}\n]`) as string[], attrs, 'nixAttr');
  const writable = HOSTILE.filter((value) => !unwritable(value));
  t.strictSame(read.readNix(folder, `${nixStringList(writable)}`), writable, 'nixStringList');
  t.strictSame(read.readNix(folder, `[\n${commented(nixComment, (i) => `"v${i}"`)}]`), numbers, 'nixComment');
  noCanary(t, folder);
});

t.test('shells', async (t) => {
  const tools = ['dash', 'bash', 'busybox'].map((name) => ({
    command: name,
    debian: name.replace('x', 'x-static'),
  }));
  if (!need(t, tools)) return;
  const refused = (value: string) => unwritable(value) || value.includes('\r');
  const words = quoteAll(t, shWord, refused);
  const assignments = quoteAll(t, (value) => shAssignment('V', value), refused);
  for (const shell of [['dash'], ['bash', '--posix'], ['busybox', 'ash']] as const) {
    const folder = t.testdir({});
    const sh = (text: string) => {
      read.put(folder, 'script', text);
      return read.splitNul(read.run(folder, shell[0], [...shell.slice(1), 'script']));
    };
    same(
      t,
      sh(
        texts(words)
          .map((word) => `printf '%s\\0' ${word}\n`)
          .join(''),
      ),
      words,
      `shWord, ${shell[0]}`,
    );
    const items = texts(words).map((word) => `for x in a ${word}; do v=$x; done; printf '%s\\0' "$v"\n`);
    same(t, sh(items.join('')), words, `shWord in a list, ${shell[0]}`);
    const lines = texts(assignments).map((line) => `${line}\nprintf '%s\\0' "$V"\n`);
    same(t, sh(lines.join('')), assignments, `shAssignment, ${shell[0]}`);
    t.strictSame(sh(commented(shComment, (i) => `printf '%s\\0' v${i}`)), numbers, `shComment, ${shell[0]}`);
    noCanary(t, folder);
  }
});

t.test('execline', async (t) => {
  if (!need(t, [{ command: 'execlineb', debian: 'execline' }])) return;
  const folder = t.testdir({});
  const words = quoteAll(t, execlineWord, (value) => unwritable(value) || /\$./s.test(value));
  const script = (body: string) => {
    read.put(folder, 'script', `define x y define 1 z printf "%s\\\\0"\n${body}`);
    return read.splitNul(read.run(folder, 'execlineb', ['-P', 'script']));
  };
  same(t, script(texts(words).join('\n')), words, 'execlineWord');
  t.strictSame(script(commented(execlineComment, (i) => `v${i}`)), numbers, 'execlineComment');
  noCanary(t, folder);
});

t.test('systemd', async (t) => {
  const systemd = { path: '/usr/lib/systemd/systemd', debian: 'systemd' };
  if (!need(t, [systemd, { command: 'setpriv', debian: 'util-linux' }])) return;
  const unreadable = (value: string) => unwritable(value) || /\p{NChar}/u.test(value);
  const cut = (value: string) => value === '' || /[\r\n]|^[ \t]|[ \t]$|(^|[^\\])(\\\\)*\\$/.test(value);
  const plain = quoteAll(t, systemdValue, (value) => unreadable(value) || cut(value));
  const words = quoteAll(t, systemdExecWord, unreadable);
  const control = (value: string) => /[\x01-\x08\x0b-\x1f\x7f]/.test(value);
  const variables = quoteAll(
    t,
    (v) => systemdEnvironment('V', v),
    (v) => unreadable(v) || control(v),
  );
  const unit = (description: string, service: string) =>
    `[Unit]\nDefaultDependencies=no\nDescription=${description}\n[Service]\n${service}\n`;
  const services: Record<string, string> = {};
  for (const [i, text] of texts(plain).entries())
    services[`d${i}.service`] = unit(text, 'ExecStart=/bin/true');
  for (const [i, text] of texts(words).entries())
    services[`w${i}.service`] = unit('x', `ExecStart=/bin/true ${text} e`);
  for (const [i, text] of texts(variables).entries()) {
    services[`e${i}.service`] = unit('x', `Environment=${text}\nEnvironment=W=end\nExecStart=/bin/true`);
  }
  services['c.service'] =
    `[Unit]\nDefaultDependencies=no\n[Service]\n${commented(systemdComment, (i) => `ExecStart=/bin/true v${i}`)}Type=oneshot\n`;
  const dumps = dumpUnits(t.testdir({}), services);
  const of = (name: string): UnitDump => dumps.get(name) ?? [];
  same(
    t,
    plain.map((_, i) => dumped(of(`d${i}.service`), 'Description')),
    plain,
    'systemdValue',
  );
  const second = (i: number) => commandWords(dumped(of(`w${i}.service`), 'Command Line') ?? '').slice(1);
  const lists = words.map((_, i) => second(i));
  const split = words.filter((_, i) => lists[i]?.length !== 2 || lists[i]?.[1] !== 'e');
  t.strictSame(split, [], 'systemdExecWord: one word each');
  same(
    t,
    lists.map((list) => list[0]),
    words,
    'systemdExecWord',
  );
  const wrong = variables.filter(([value], i) => {
    const text = `\n${of(`e${i}.service`).join('\n')}`;
    return !text.includes(`\n\t\tEnvironment: V=${value}\n\t\tEnvironment: W=end\n`);
  });
  t.strictSame(wrong, [], `systemdEnvironment: ${variables.length} values come back as they were`);
  const lines = of('c.service').filter((line) => line.includes('Command Line: '));
  t.strictSame(
    lines.map((line) => line.split(' ').at(-1)),
    numbers,
    'systemdComment',
  );
});
