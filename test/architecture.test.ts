// The layers of docs/architecture.md, and the budgets of files and functions.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import t from 'tap';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');
const src = join(root, 'src');

const LAYERS: readonly (readonly string[])[] = [
  ['core'],
  ['source'],
  ['spec', 'catalogue'],
  ['plan'],
  ['analyse'],
  ['backends'],
  ['output', 'system', 'evidence'],
  ['rehearse', 'audit'],
  ['commands'],
  ['cli'],
];

/** Packages that only one place may import. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  '@iarna/toml': /^source\//,
  'toml-eslint-parser': /^source\//,
  'zod/mini': /^spec\//,
  handlebars: /^backends\//,
  'handlebars/dist/cjs/handlebars.runtime.js': /^backends\//,
  execa: /^system\//,
  commander: /^cli\//,
};

const IO_LAYERS = /^(output|system|evidence|rehearse|audit|commands)\//;

interface Source {
  readonly name: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function sources(): Source[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(src, name), 'utf8');
      return { name, text, imports: ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName) };
    });
}

const files = sources();

function layerOf(name: string): number {
  const folder = name.split('/')[0] ?? '';
  return LAYERS.findIndex((layer) => layer.includes(folder));
}

function localImports({ name, imports }: Source): string[] {
  return imports
    .filter((one) => one.startsWith('.'))
    .map((one) => relative(src, join(src, dirname(name), one)));
}

t.test('every file belongs to a layer and imports only its own or a lower one', async (t) => {
  for (const file of files) {
    const from = layerOf(file.name);
    t.not(from, -1, `${file.name} belongs to a layer`);
    for (const imported of localImports(file)) {
      const same = imported.split('/')[0] === file.name.split('/')[0];
      t.ok(same || layerOf(imported) < from, `${file.name} may import ${imported}`);
    }
  }
});

t.test('a backend sees only the plan types, and no other backend', async (t) => {
  const inBackend = /^backends\/([^/]+)\//;
  for (const file of files.filter(
    ({ name }) => inBackend.test(name) && !name.startsWith('backends/quote/'),
  )) {
    const own = inBackend.exec(file.name)?.[1];
    for (const imported of localImports(file)) {
      if (imported.startsWith('plan/'))
        t.match(imported, /^plan\/(types|words)\.js$/, `${file.name} sees of the plan its types`);
      const other = inBackend.exec(imported)?.[1];
      if (other !== undefined && other !== 'quote')
        t.equal(other, own, `${file.name} imports no other backend`);
      t.notMatch(imported, /^(spec|source|catalogue)\//, `${file.name} never sees the spec`);
    }
  }
});

t.test('packages and node modules stay in their places', async (t) => {
  for (const { name, imports } of files) {
    for (const imported of imports.filter((one) => !one.startsWith('.'))) {
      const place = PACKAGES[imported];
      if (imported.startsWith('node:')) {
        const harmless = imported === 'node:path' || imported === 'node:crypto';
        t.ok(harmless || IO_LAYERS.test(name), `${name} may import ${imported}`);
      } else t.ok(place?.test(name), `${name} may import ${imported}`);
    }
  }
});

t.test('only cli prints, sets the exit status and reads the environment', async (t) => {
  for (const { name, text } of files.filter((file) => !file.name.startsWith('cli/'))) {
    t.notMatch(
      text,
      /\bconsole\.|process\.(exit|exitCode|stdout|stderr)\b/,
      `${name} does not print or exit`,
    );
    if (!name.startsWith('system/'))
      t.notMatch(text, /process\.env/, `${name} does not read the environment`);
  }
});

t.test('plan, analyse and backends take no clock and no randomness', async (t) => {
  for (const { name, text } of files.filter((file) =>
    /^(core|source|spec|catalogue|plan|analyse|backends)\//.test(file.name),
  )) {
    t.notMatch(
      text,
      /Date\.now|new Date\(|Math\.random|performance\.now/,
      `${name} gives the same result every time`,
    );
  }
});

t.test('files are short', async (t) => {
  const lengths = files.map(({ text }) => text.split('\n').length - 1).sort((a, b) => a - b);
  for (const { name, text } of files)
    t.ok(text.split('\n').length - 1 <= 250, `${name} has at most 250 lines`);
  t.ok((lengths[Math.floor(lengths.length / 2)] ?? 0) <= 80, 'half of the files have at most 80 lines');
});

/** Line counts of all functions of a file that have a body of their own. */
function functionLengths({ name, text }: Source): { readonly where: string; readonly lines: number }[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const found: { where: string; lines: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const start = file.getLineAndCharacterOfPosition(node.getStart()).line;
      const end = file.getLineAndCharacterOfPosition(node.end).line;
      found.push({ where: `${name}:${start + 1}`, lines: end - start + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

t.test('functions are short', async (t) => {
  const all = files.flatMap(functionLengths);
  for (const { where, lines } of all.filter((one) => one.lines > 60))
    t.fail(`${where} has ${lines} lines, at most 60 are allowed`);
  const sorted = all.map(({ lines }) => lines).sort((a, b) => a - b);
  t.ok((sorted[Math.floor(sorted.length * 0.9)] ?? 0) <= 30, 'nine of ten functions have at most 30 lines');
});
