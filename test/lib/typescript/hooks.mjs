import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../../../.tap/typescript', import.meta.url));

/** `./x.js` means x.ts where there is no x.js, as in TypeScript. */
export async function resolve(specifier, context, next) {
  const { parentURL = '' } = context;
  if (/^\.\.?\//.test(specifier) && specifier.endsWith('.js') && parentURL.endsWith('.ts')) {
    const plain = new URL(specifier, parentURL);
    const typed = new URL(specifier.replace(/\.js$/, '.ts'), parentURL);
    if (!existsSync(plain) && existsSync(typed))
      return { url: typed.href, format: 'module', shortCircuit: true };
  }
  return next(specifier, context);
}

/** TypeScript without its types. */
export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const text = readFileSync(fileURLToPath(url), 'utf8');
  return { format: 'module', source: await javascript(fileURLToPath(url), text), shortCircuit: true };
}

async function javascript(path, text) {
  const name = createHash('sha256').update(`${process.version}\0${path}\0${text}`).digest('hex');
  const place = join(cache, `${name}.js`);
  if (existsSync(place)) return readFileSync(place, 'utf8');
  const { transform } = await import('esbuild');
  const { code } = await transform(text, {
    loader: 'ts',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    sourcefile: path,
  });
  mkdirSync(cache, { recursive: true });
  writeFileSync(`${place}.${process.pid}`, code);
  renameSync(`${place}.${process.pid}`, place);
  return code;
}
