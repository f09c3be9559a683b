// Documents that are made from the code are up to date; links lead somewhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import { page, unexplained } from '../scripts/reliability.mjs';
import { reference, schemaOf } from '../scripts/spec-reference.mjs';
import { root } from './lib/wdgen.js';

t.test('docs/spec.md is what the schema says', async (t) => {
  t.equal(
    readFileSync(join(root, 'docs', 'spec.md'), 'utf8'),
    reference(schemaOf()),
    'else: node scripts/spec-reference.mjs',
  );
});

t.test(
  'docs/reliability.md is what test/figures holds, and every row says what it reached or why not',
  async (t) => {
    const written = readFileSync(join(root, 'docs', 'reliability.md'), 'utf8');
    t.equal(written, page(), 'else: npm run reliability:update');
    t.strictSame(unexplained(), [], 'rows without a figure have a reason in test/figures/gaps.json');
  },
);

t.test('every decision is numbered once', async (t) => {
  const numbers = readdirSync(join(root, 'docs', 'decisions')).map((name) => name.slice(0, 4));
  t.strictSame([...new Set(numbers)], numbers);
  for (const number of numbers) t.match(number, /^\d{4}$/);
});

t.test('links between documents lead somewhere', async (t) => {
  // Not all of the project is looked through: other tests make and delete files in it meanwhile.
  const inDocs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  const pages = [...readdirSync(root), ...inDocs.map((name) => `docs/${name}`)].filter((name) =>
    /^(docs\/.*|[A-Z]+)\.md$/.test(name),
  );
  const broken = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)]
      .map(([, link]) => link ?? '')
      .filter((link) => !existsSync(join(root, dirname(page), link)))
      .map((link) => `${page}: ${link}`),
  );
  t.strictSame(broken, []);
});

t.test('every dependency is justified', async (t) => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: object;
    devDependencies: object;
  };
  const page = readFileSync(join(root, 'docs', 'dependencies.md'), 'utf8');
  const missing = Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) => !page.includes(`\`${name}\``),
  );
  t.strictSame(missing, []);
});
