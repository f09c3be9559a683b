// Builds dist/wdgen.cjs: one CommonJS bundle with lazily initialised commands, and V8's code cache beside it.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { precompile } from './precompile-templates.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

await precompile();
await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/main.ts'],
  outfile: 'dist/wdgen.cjs',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  define: { WDGEN_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
});

// The cache holds the functions that a typical run compiles; it is no part of the result, only of the speed.
rmSync(join(root, 'dist', 'wdgen.cache'), { force: true });
const warmed = spawnSync(process.execPath, [join(root, 'scripts', 'code-cache.cjs')], {
  cwd: root,
  encoding: 'utf8',
});
if (warmed.status !== 0) {
  process.stderr.write(`code cache not written: ${warmed.stderr}\n`);
  process.exitCode = 1;
}
