// The layers of docs/architecture.md, and the budgets of files and functions.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import t from 'tap';
import ts from 'typescript';

const src = join(import.meta.dirname, '..', 'src');

const LAYERS: readonly (readonly string[])[] = [
  ['core'],
  ['disk'],
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

/** Packages that only one place may import, their sub-paths included. */
const PACKAGES: readonly (readonly [name: string, place: RegExp])[] = [
  ['@iarna/toml', /^source\//],
  ['toml-eslint-parser', /^source\//],
  ['zod/mini', /^spec\//],
  ['execa', /^system\//],
  ['commander', /^cli\//],
];

/** Modules of Node that touch nothing but their arguments. */
const PURE = new Set(['node:path', 'node:crypto', 'node:url']);
const MAY_DO_IO = /^((disk|output|system|evidence|rehearse|audit|commands)\/|cli\/write\.ts$)/;

interface Source {
  readonly name: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const files: readonly Source[] = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
  .sort()
  .map((name) => {
    const text = readFileSync(join(src, name), 'utf8');
    return { name, text, imports: ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName) };
  });

const folderOf = (name: string) => name.split('/')[0] ?? '';
const layerOf = (name: string) => LAYERS.findIndex((layer) => layer.includes(folderOf(name)));

function localImports({ name, imports }: Source): string[] {
  return imports
    .filter((one) => one.startsWith('.'))
    .map((one) => relative(src, join(src, dirname(name), one)));
}

function mayImportPackage(name: string, imported: string): boolean {
  if (imported.startsWith('node:')) return PURE.has(imported) || MAY_DO_IO.test(name);
  return PACKAGES.some(
    ([known, place]) => (imported === known || imported.startsWith(`${known}/`)) && place.test(name),
  );
}

t.test('every file belongs to a layer and imports only its own or a lower one', async (t) => {
  const homeless = files.filter(({ name }) => layerOf(name) === -1).map(({ name }) => name);
  t.strictSame(homeless, []);
  const upward = files.flatMap((file) =>
    localImports(file)
      .filter(
        (imported) => folderOf(imported) !== folderOf(file.name) && layerOf(imported) >= layerOf(file.name),
      )
      .map((imported) => `${file.name} imports ${imported}`),
  );
  t.strictSame(upward, []);
});

t.test('a backend sees only the plan types, and no other backend', async (t) => {
  const inBackend = /^backends\/([^/]+)\//;
  const wrong = files.flatMap((file) => {
    const own = inBackend.exec(file.name)?.[1];
    if (own === undefined || own === 'quote') return [];
    const forbidden = (imported: string) => {
      const other = inBackend.exec(imported)?.[1] ?? own;
      // The runbook tells what the judgement found.
      if (own === 'runbook' && /^analyse\/(coverage|timeline)\.js$/.test(imported)) return false;
      if (imported.startsWith('plan/')) return !/^plan\/(types|words|early-watchdog)\.js$/.test(imported);
      return /^(spec|source|catalogue|analyse)\//.test(imported) || (other !== own && other !== 'quote');
    };
    return localImports(file)
      .filter(forbidden)
      .map((imported) => `${file.name} imports ${imported}`);
  });
  t.strictSame(wrong, []);
});

t.test('packages and modules of Node stay in their places', async (t) => {
  const wrong = files.flatMap(({ name, imports }) =>
    imports
      .filter((imported) => !imported.startsWith('.') && !mayImportPackage(name, imported))
      .map((imported) => `${name} imports ${imported}`),
  );
  t.strictSame(wrong, []);
});

t.test('only cli prints, ends the process and reads the environment', async (t) => {
  const printing = /\bconsole\.|process\.(exit|exitCode|stdout|stderr)\b/;
  const others = files.filter(({ name }) => !name.startsWith('cli/'));
  const wrong = others.filter(({ text }) => printing.test(text)).map(({ name }) => `${name} prints`);
  const curious = others.filter(({ name, text }) => !name.startsWith('system/') && /process\.env/.test(text));
  t.strictSame([...wrong, ...curious.map(({ name }) => `${name} reads the environment`)], []);
});

t.test('spec to artefacts takes no clock and no randomness', async (t) => {
  const pure = files.filter(({ name }) => layerOf(name) <= layerOf('backends/'));
  const impure = /Date\.now|new Date\(|Math\.random|performance\.now/;
  const wrong = pure.filter(({ text }) => impure.test(text)).map(({ name }) => name);
  t.strictSame(wrong, []);
});

t.test('files are short', async (t) => {
  const lengths = files.map(({ name, text }) => ({ name, lines: text.split('\n').length - 1 }));
  const long = lengths
    .filter(({ lines }) => lines > 250)
    .map(({ name, lines }) => `${name} has ${lines} lines`);
  t.strictSame(long, [], 'at most 250 lines');
  t.ok(
    quantile(
      lengths.map(({ lines }) => lines),
      0.5,
    ) <= 80,
    'half of the files have at most 80 lines',
  );
});

t.test('functions are short', async (t) => {
  const all = files.flatMap(functionLengths);
  const long = all.filter(({ lines }) => lines > 60).map(({ where, lines }) => `${where} has ${lines} lines`);
  t.strictSame(long, [], 'at most 60 lines');
  t.ok(
    quantile(
      all.map(({ lines }) => lines),
      0.9,
    ) <= 30,
    'nine of ten functions have at most 30 lines',
  );
});

function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? 0;
}

/** Line counts of all functions of a file that have a body of their own. */
function functionLengths({ name, text }: Source): { readonly where: string; readonly lines: number }[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const found: { where: string; lines: number }[] = [];
  const lineAt = (position: number) => file.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const start = lineAt(node.getStart());
      found.push({ where: `${name}:${start + 1}`, lines: lineAt(node.end) - start + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
