// The formatter, the linter and the type checker find nothing.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';

const root = join(import.meta.dirname, '..');

function tool(name: string, args: readonly string[]) {
  return spawnSync(join(root, 'node_modules', '.bin', name), args, { cwd: root, encoding: 'utf8' });
}

t.test('biome', async (t) => {
  const { status, stdout, stderr } = tool('biome', ['ci', '--colors=off', '--error-on-warnings', '.']);
  t.equal(status, 0, `formatted and lint-free\n${stdout}${stderr}`);
});

t.test('tsc', async (t) => {
  const { status, stdout } = tool('tsc', ['-p', 'tsconfig.json']);
  t.equal(status, 0, `type-correct\n${stdout}`);
});
