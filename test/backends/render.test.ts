import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import t from 'tap';
import { generate, readTemplates, type Sources } from '../../scripts/precompile-templates.mjs';
import { header } from '../../src/backends/header.js';
import { backends } from '../../src/backends/index.js';
import { nixString } from '../../src/backends/quote/nix.js';
import { quoted } from '../../src/backends/quote/quoted.js';
import { shWord } from '../../src/backends/quote/sh.js';
import { type Render, rendererOf, render as renderOwn } from '../../src/backends/render.js';
import type { Templates } from '../../src/backends/templates.gen.js';
import type { Backend, Draft, View } from '../../src/backends/types.js';
import { rm1Fixture } from '../lib/plan-network.js';
import { debianBusybox, rock64Enabled } from '../lib/plan-nixos.js';
import { rock64Fixture } from '../lib/plan-rollback.js';
import { edgeFixture } from '../lib/plan-services.js';
import { dice, randomPlan } from '../lib/random-plan.js';

const root = join(import.meta.dirname, '../..');

async function templatesOf(sources: Sources): Promise<Templates> {
  const code = `data:text/javascript,${encodeURIComponent(generate(sources))}`;
  const module: { templates: Templates } = await import(code);
  return module.templates;
}

function draft(view: unknown, template = 'main'): Draft {
  return {
    path: 'f.nix',
    mode: 0o644,
    template,
    language: 'nix',
    view: view as View,
    state: 'active',
    origin: [],
  };
}

async function renderer(main: string, others: Sources = {}): Promise<(view: unknown) => string> {
  const render: Render = rendererOf(await templatesOf({ main, ...others }));
  return (view) => render(draft(view), 'nixos').text;
}

const x = nixString('x');

t.test('prints quoted text, numbers and flags', async (t) => {
  const render = await renderer('{{a}} {{b.c}} {{flag}} {{n}}\n');
  t.equal(render({ a: nixString('${x}'), b: { c: x }, flag: true, n: 30 }), '"\\${x}" "x" true 30\n');
});

t.test('keeps what a draft says of its file', async (t) => {
  const render = rendererOf(await templatesOf({ main: 'x\n' }));
  const artefact = render({ ...draft({}), mode: 0o755, state: 'deferred', origin: ['watchdog'] }, 's6-rc');
  t.strictSame(artefact, {
    path: 'f.nix',
    mode: 0o755,
    text: 'x\n',
    backend: 's6-rc',
    state: 'deferred',
    origin: ['watchdog'],
  });
});

t.test('loops: this, @index, @first, @last, ../ and else', async (t) => {
  const render = await renderer(
    '{{#each xs}}{{@index}}{{#if @first}}f{{/if}}{{#unless @last}},{{/unless}}{{name}}{{../sep}}{{else}}none{{/each}}\n',
  );
  t.equal(render({ xs: [{ name: x }, { name: nixString('y') }], sep: 1 }), '0f,"x"11"y"1\n');
  t.equal(render({ xs: [], sep: 1 }), 'none\n');
  const plain = await renderer('{{#each xs}}{{#if ../on}}{{this}}{{/if}}\n{{/each}}\n', {});
  t.equal(plain({ xs: [0, 1], on: true }), '0\n1\n');
});

t.test('a file may be empty; else it ends with one line end and has no CR', async (t) => {
  t.equal((await renderer(''))({}), '');
  const render = await renderer('{{#each xs}}a\n{{/each}}');
  t.equal(render({ xs: [] }), '');
  const bare = await renderer('{{a}}');
  t.throws(() => bare({ a: x }), /one newline/);
  const line = await renderer('{{a}}\n');
  t.throws(() => line({ a: quoted('nix', 'a\rb') }), /carriage return/);
  t.throws(() => line({ a: quoted('nix', 'a\ud800') }), /unpaired surrogate/);
  t.throws(() => bare({ a: { toString: () => 'x\n' } }), /not plain view data/);
  const twice = await renderer('{{a}}\n\n');
  t.throws(() => twice({ a: x }), /one newline/);
});

t.test('refuses what is not plain view data, and says where', async (t) => {
  const render = await renderer('{{#each xs}}{{v}}{{/each}}\n');
  const bad: readonly (readonly [unknown, RegExp])[] = [
    ['raw', /view\.xs\[1\]\.v: a raw string/],
    [undefined, /view\.xs\[1\]\.v: a value of type undefined/],
    [null, /view\.xs\[1\]\.v: null/],
    [new Map(), /a Map/],
    [new Date(0), /a Date/],
    [() => 'x', /type function/],
    [1n, /type bigint/],
    [Symbol('s'), /type symbol/],
    [Number.NaN, /NaN/],
    [Number.POSITIVE_INFINITY, /Infinity/],
    [1e21, /no plain form/],
    [1e-7, /no plain form/],
    [shWord('x'), /quoted for sh in a nix file/],
    [new Array(1), /type undefined/],
    [new (class Own {})(), /an? Own/],
  ];
  for (const [value, message] of bad) t.throws(() => render({ xs: [{ v: x }, { v: value }] }), message);
  t.throws(() => render('text'), /a raw string/);
  t.throws(() => render({ xs: [{ v: x }], unused: 'raw' }), /view\.unused: a raw string/);
});

t.test('refuses a view without a name that the template uses, taken or not', async (t) => {
  const uses: readonly (readonly [string, unknown, RegExp])[] = [
    ['{{a}}\n', {}, /main: a: the template uses this name/],
    ['{{a.b}}\n', { a: {} }, /a\.b/],
    ['{{toString}}\n', {}, /toString: the template uses/],
    ['{{a.constructor}}\n', { a: {} }, /a\.constructor: the template uses/],
    ['{{#if a}}x{{/if}}\n', {}, /: a:/],
    ['{{#unless a}}x{{/unless}}\n', {}, /: a:/],
    ['{{#each a}}x{{/each}}\n', {}, /: a:/],
    ['{{#if f}}{{a}}{{/if}}\n', { f: false }, /: a:/],
    ['{{#if f}}x{{else}}{{a}}{{/if}}\n', { f: true }, /: a:/],
    ['{{#unless f}}{{a}}{{/unless}}\n', { f: true }, /: a:/],
    ['{{#if f}}{{#if g}}{{a}}{{/if}}{{/if}}\n', { f: false, g: true }, /: a:/],
    ['{{#each xs}}{{a}}{{/each}}\n', { xs: [{ a: 1 }, {}] }, /: a:/],
    ['{{#each xs}}{{../a}}{{/each}}\n', { xs: [] }, /\.\.\/a/],
    ['{{#each xs}}x{{else}}{{a}}{{/each}}\n', { xs: [1] }, /: a:/],
    ['{{#each xs}}{{#each ys}}{{../../a}}{{/each}}{{/each}}\n', { xs: [{ ys: [1] }] }, /\.\.\/\.\.\/a/],
    ['{{> part}}\n', {}, /: b:/],
  ];
  for (const [main, view, message] of uses) {
    const render = await renderer(main, { part: '{{b}}' });
    t.throws(() => render(view), message, main);
  }
});

t.test('refuses a value in a place that is not for it', async (t) => {
  const uses: readonly (readonly [string, unknown, RegExp])[] = [
    ['{{a}}\n', { a: [1] }, /list or record/],
    ['{{a}}\n', { a: { b: 1 } }, /list or record/],
    ['{{#if n}}x{{/if}}\n', { n: 0 }, /0 counts as false/],
    ['{{#each a}}x{{/each}}\n', { a: { b: 1 } }, /needs a list/],
    ['{{#each a}}x{{/each}}\n', { a: x }, /needs a list/],
    ['{{#each a}}{{#each ../a}}{{/each}}{{/each}}\n', { a: [x] }, /equals its context/],
  ];
  for (const [main, view, message] of uses) {
    const render = await renderer(main);
    t.throws(() => render(view), message, main);
  }
});

t.test('false stands for an absent record in #if', async (t) => {
  const render = await renderer('{{#if a}}{{a.b}}{{else}}none{{/if}}\n');
  t.equal(render({ a: { b: x } }), '"x"\n');
  t.equal(render({ a: false }), 'none\n');
  t.throws(() => render({ a: true }), /a\.b/);
});

t.test('an unknown template is an error', async (t) => {
  const render = rendererOf(await templatesOf({ main: 'x\n' }));
  for (const name of ['other', 'toString'])
    t.throws(() => render(draft({}, name), 'nixos'), /no such template/);
});

/** What Handlebars itself makes of a template: the reference for what `fill` prints. */
function byHandlebars(sources: Sources): (name: string, view: unknown) => string {
  const own = Handlebars.create();
  for (const [name, text] of Object.entries(sources)) own.registerPartial(name, text);
  const compiled = new Map<string, Handlebars.TemplateDelegate>();
  return (name, view) => {
    const template = compiled.get(name) ?? own.compile(sources[name] ?? '', { noEscape: true });
    compiled.set(name, template);
    return template(view);
  };
}

t.test('prints what Handlebars prints: white space, blocks, partials, places in nested lists', async (t) => {
  const view = {
    on: true,
    off: false,
    none: [],
    word: x,
    rows: [
      { name: nixString('a'), cells: [1, 2] },
      { name: nixString('b'), cells: [] },
      { name: nixString('c'), cells: [3] },
    ],
  };
  const part = '{{#each cells}}{{this}}{{#unless @last}}, {{/unless}}{{else}}-{{/each}}\n';
  const texts = [
    '{{#if on}}\na\n{{else}}\nb\n{{/if}}\n',
    '  {{#if off}}\na\n  {{else}}\nb\n  {{/if}}\nc\n',
    'a {{~#if on~}} b {{~/if~}} c\n',
    '{{! a comment }}\n{{!-- and another --}}\nx\n',
    '{{#if none}}some{{else}}none{{/if}}{{#unless none}}none{{/unless}}\n',
    '{{#each rows}}\n{{@index}}: {{#if @first}}first{{/if}}{{#if @last}}last{{/if}} {{name}} {{../word}}\n{{> part}}\n{{/each}}\n',
    '{{#each rows}}{{#each cells}}{{@index}}{{../name}}{{#unless @first}}{{../../word}}{{/unless}}{{/each}}{{/each}}\n',
    '{{#each rows}}{{#if @first}}{{#each cells}}{{#if @last}}{{this}}{{/if}}{{/each}}{{/if}}{{/each}}\n',
    'a\\{{b}}\n',
    '\\{{word}} {{word}}\n',
  ];
  for (const main of texts) {
    const expected = byHandlebars({ main, part })('main', view);
    t.equal((await renderer(main, { part }))(view), expected, main);
  }
});

t.test("prints what Handlebars prints of the backends' own templates", async (t) => {
  const expected = byHandlebars(readTemplates(join(root, 'templates')));
  const used = new Set<string>();
  const plans = [
    rock64Enabled(),
    debianBusybox(),
    rock64Fixture(),
    rm1Fixture(),
    edgeFixture(),
    ...[1, 2, 3].map((seed) => randomPlan(dice(seed))),
  ];
  for (const [index, plan] of plans.entries()) {
    for (const backend of Object.values<Backend>(backends)) {
      for (const one of backend.drafts(plan)) {
        used.add(one.template);
        const { text } = renderOwn(one, backend.id);
        if (text !== expected(one.template, one.view)) t.fail(`plan ${index}: ${one.template}`);
      }
    }
  }
  t.ok(used.size > 20, `${used.size} templates were compared`);
});

t.test('precompiling refuses what a template must not do', async (t) => {
  const refused: readonly (readonly [string, RegExp])[] = [
    ['{{{a}}}', /main\.hbs:1:1: raw output/],
    ['x\n{{& a}}', /main\.hbs:2:1: raw output/],
    ['{{a b}}', /unknown helper "a"/],
    ['{{a b=c}}', /unknown helper/],
    ['{{"a"}}', /a name is needed here/],
    ['{{1}}', /a name is needed here/],
    ['{{true}}', /a name is needed here/],
    ['{{#if (a b)}}{{/if}}', /SubExpression/],
    ['{{#if "a"}}{{/if}}', /StringLiteral/],
    ['{{#with a}}{{/with}}', /unknown block helper "with"/],
    ['{{#a}}{{/a}}', /unknown block helper "a"/],
    ['{{^a}}{{/a}}', /unknown block helper "a"/],
    ['{{#each a as |b|}}{{b}}{{/each}}', /block parameters/],
    ['{{#if a includeZero=true}}{{/if}}', /exactly one name/],
    ['{{lookup a}}', /unknown helper/],
    ['{{lookup}}', /helper's name/],
    ['{{log}}', /helper's name/],
    ['{{@root.a}}', /@root/],
    ['{{@index}}', /inside #each/],
    ['{{#each a}}{{@first}}{{/each}}', /for #if only/],
    ['{{#each a}}{{#if @index}}{{/if}}{{/each}}', /over @index/],
    ['{{#each a}}{{#each @first}}{{/each}}{{/each}}', /over @first/],
    ['x\n  {{> part}}\n', /indented/],
    ['{{#each a}}{{@key}}{{/each}}', /@key/],
    ['{{../a}}', /leaves the template/],
    ['{{this}}', /the whole view/],
    ['{{#> part}}x{{/part}}', /PartialBlockStatement/],
    ['{{> none}}', /no partial/],
    ['{{> (a)}}', /named by its path/],
    ['{{> part a}}', /no arguments/],
    ['{{> part a=b}}', /no arguments/],
    ['{{> main}}', /includes itself/],
    ['{{* a}}', /Decorator/],
    ['a\r\n', /carriage return/],
  ];
  for (const [main, message] of refused) t.throws(() => generate({ main, part: '{{b}}' }), message, main);
});

t.test('precompiling the same texts gives the same bytes', async (t) => {
  const sources = readTemplates(join(root, 'templates'));
  t.equal(generate(sources), generate(readTemplates(join(root, 'templates'))));
  t.strictSame(Object.keys(sources), Object.keys(sources).sort());
});

t.test('the shared header', async (t) => {
  const sources = readTemplates(join(root, 'templates'));
  const render = await renderer('{{> shared/header}}\nx\n', {
    'shared/header': sources['shared/header'] ?? '',
  });
  t.equal(
    render({ header: header({ specFile: 'watchdog.toml', name: 'a\nb' }, 'nix') }),
    '# Generated by wdgen from watchdog.toml, target a b. Do not edit.\n' +
      '# Edit watchdog.toml, then run: wdgen generate\nx\n',
  );
});

t.test('every template is used by a backend or by another template', async (t) => {
  const code = readTree(join(root, 'src/backends'), '.ts').join('\n');
  const sources = readTemplates(join(root, 'templates'));
  const texts = Object.values(sources).join('\n');
  for (const name of Object.keys(sources)) {
    const cut = name.lastIndexOf('/') + 1;
    const composed = code.includes(`\`${name.slice(0, cut)}\${`) && code.includes(`'${name.slice(cut)}'`);
    const used = code.includes(`'${name}'`) || texts.includes(`{{> ${name}}}`) || name === 'shared/header';
    t.ok(used || composed, `templates/${name}.hbs is used`);
  }
});

function readTree(folder: string, extension: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(extension))
    .map((path) => readFileSync(join(folder, path), 'utf8'));
}
