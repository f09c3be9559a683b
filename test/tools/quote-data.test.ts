import TOML from '@iarna/toml';
import t from 'tap';
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { jsonValue } from '../../src/backends/quote/json.js';
import { kconfigComment, kconfigLine } from '../../src/backends/quote/kconfig.js';
import { mdBlock, mdCell, mdCode, mdComment, mdText } from '../../src/backends/quote/markdown.js';
import { tomlComment, tomlKey, tomlString } from '../../src/backends/quote/toml.js';
import { ubootComment, ubootEnv } from '../../src/backends/quote/uboot.js';
import { watchdogdComment, watchdogdString } from '../../src/backends/quote/watchdogd.js';
import { need } from './lib/need.js';
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

// As quote.test.ts, for the languages that hold data.
t.comment(`seed ${SEED}, ${values.length} values`);
tellPairs(t, 'values to real parsers: languages that hold data');

t.test('JSON and TOML', async (t) => {
  const json = quoteAll(
    t,
    (value) => jsonValue(value),
    () => false,
  );
  same(t, JSON.parse(`[${texts(json).join(',\n')}]`), json, 'jsonValue');
  const strings = quoteAll(t, tomlString, unwritable);
  // toml-eslint-parser's plain value sets the prototype for this key; @iarna/toml does not.
  const keys = quoteAll(t, tomlKey, unwritable).filter(([value]) => value !== '__proto__');
  const lines = texts(strings)
    .map((text, i) => `k${i} = ${text}\n`)
    .join('');
  const tables = texts(keys)
    .map((text, i) => `[t${i}]\n${text} = 1\n`)
    .join('');
  const comments = commented(tomlComment, (i) => `v${i} = 1`);
  const parsers = {
    iarna: TOML.parse,
    'toml-eslint-parser': (text: string) => getStaticTOMLValue(parseTOML(text)),
  };
  for (const [name, parse] of Object.entries(parsers)) {
    same(t, Object.values(parse(lines)), strings, `tomlString, ${name}`);
    same(
      t,
      Object.values(parse(tables)).map((table) => Object.getOwnPropertyNames(table)[0]),
      keys,
      `tomlKey, ${name}`,
    );
    t.strictSame(Object.keys(parse(comments)), numbers, `tomlComment, ${name}`);
  }
});

t.test('watchdogd.conf', async (t) => {
  const library = { path: '/usr/include/confuse.h', debian: 'libconfuse-dev' };
  if (!need(t, [{ command: 'gcc', debian: 'gcc' }, library])) return;
  const strings = quoteAll(t, watchdogdString, unwritable);
  const folder = t.testdir({});
  same(
    t,
    read.readLibconfuse(folder, `v = {\n${texts(strings).join(',\n')}\n}\n`),
    strings,
    'watchdogdString',
  );
  const items = commented(watchdogdComment, (i) => `v += { v${i} }`);
  t.strictSame(read.readLibconfuse(folder, items), numbers, 'watchdogdComment');
  noCanary(t, folder);
});

t.test('U-Boot environment', async (t) => {
  const tools = { mkenvimage: 'u-boot-tools', fw_printenv: 'libubootenv-tool' };
  if (
    !need(
      t,
      Object.entries(tools).map(([command, debian]) => ({ command, debian })),
    )
  )
    return;
  const refused = (value: string) =>
    value === '' || unwritable(value) || /[\x01-\x08\n-\x1f\x7f\\]/.test(value);
  let i = 0;
  const lines = quoteAll(t, (value) => ubootEnv(`v${i++}`, value), refused);
  const back = read.readUbootEnv(t.testdir({}), `${texts(lines).join('\n')}\n`);
  same(
    t,
    lines.map(([, line]) => back[line.split('=')[0] ?? '']),
    lines,
    'ubootEnv',
  );
  const comments = read.readUbootEnv(
    t.testdir({}),
    commented(ubootComment, (n) => `v${n}=1`),
  );
  t.strictSame(
    Object.keys(comments)
      .filter((name) => name !== '')
      .sort(),
    [...numbers].sort(),
    'ubootComment',
  );
});

t.test('Kconfig', async (t) => {
  const path = '/usr/lib/python3/dist-packages/kconfiglib.py';
  if (!need(t, [{ path, debian: 'python3-kconfiglib' }])) return;
  const refused = (value: string) => unwritable(value) || /[\x01-\x1f\x7f$`#]/.test(value);
  const strings = quoteAll(t, (value) => kconfigLine('X', { kind: 'string', value }), refused);
  const names = strings.map((_, i) => `X${i}`);
  const fragment = texts(strings)
    .map((line, i) => line.replace('CONFIG_X', `CONFIG_X${i}`))
    .join('\n');
  const back = read.readKconfig(t.testdir({}), names, `${fragment}\n`);
  same(
    t,
    names.map((name) => back[name]),
    strings,
    'kconfigLine',
  );
  const commentedOut = `CONFIG_FLAG=y\n${commented(kconfigComment, (i) => `CONFIG_V${i}="${i}"`)}`;
  const symbols = values.map((_, i) => `V${i}`);
  const found = read.readKconfig(t.testdir({}), symbols, commentedOut);
  t.strictSame(
    [...symbols, 'FLAG'].map((name) => found[name]),
    [...values.keys(), 'y'].map(String),
    'kconfigComment',
  );
});

t.test('Markdown', async (t) => {
  if (!need(t, [{ command: 'cmark-gfm', debian: 'cmark-gfm' }])) return;
  const folder = t.testdir({});
  const markupOf = (blocks: readonly string[]) => read.readMarkdown(folder, `${blocks.join('\n\n')}\n`);
  const shown = values.filter((value) => mdText(value).toString() !== '');
  const running = markupOf(shown.map((value) => `${mdText(value)}`));
  t.equal(running.length, shown.length, 'mdText: one paragraph each');
  t.strictSame(
    [...new Set(running.map((block) => block.markup))],
    ['<paragraph <text'],
    'mdText: nothing but text',
  );
  const cells = markupOf([
    `| a | b |\n|---|---|\n${values.map((value) => `| ${mdCell(value)} | e |`).join('\n')}`,
  ]);
  t.strictSame(
    cells.map((block) => block.markup),
    ['<table <table_cell <table_header <table_row <text'],
    'mdCell',
  );
  const codes = quoteAll(
    t,
    (value) => mdCode(value),
    (value) => value === '',
  );
  const inline = markupOf(texts(codes).map((code) => `a ${code} b`));
  t.equal(inline.length, codes.length, 'mdCode: one paragraph each');
  t.strictSame(
    [...new Set(inline.map((block) => block.markup))],
    ['<code <paragraph <text'],
    'mdCode: code and text',
  );
  const blocks = quoteAll(
    t,
    (value) => mdBlock('sh', value),
    (value) => unwritable(value) || value.includes('\r'),
  );
  t.strictSame(
    [...new Set(markupOf(texts(blocks)).map((block) => block.markup))],
    ['<code_block'],
    'mdBlock',
  );
  const comments = markupOf(values.map((value) => `${mdComment(value)}`));
  t.strictSame([...new Set(comments.map((block) => block.markup))], ['<html_block'], 'mdComment');
  const lines = values.flatMap((value) => `${mdComment(value)}`.split('\n'));
  t.ok(
    lines.every((line) => /^<!-- ((?!--).)* -->$/u.test(line)),
    'mdComment: ends at its line end only',
  );
});
