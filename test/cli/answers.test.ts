// The texts that the build writes down for help and version are those that the command line would print.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { constantLines, run } from '../../src/cli/main.js';
import { version } from '../../src/cli/version.js';
import { root, wdgen } from '../lib/wdgen.js';

const folder = join(root, 'dist', 'answers');
const terminal = { isTTY: { stdout: false, stderr: false }, width: 80, env: {} };

t.test('every answer is what the command line prints', async (t) => {
  const lines = constantLines();
  t.strictSame(readdirSync(folder).sort(), [...lines].sort());
  for (const line of lines.filter((line) => !/version|-V/i.test(line))) {
    const { exit, stdout } = await run(line.split(' '), terminal);
    t.equal(exit, 0, line);
    t.equal(readFileSync(join(folder, line), 'utf8'), stdout, line);
  }
});

t.test('an answer is printed for its own words only', async (t) => {
  const place = t.testdir({});
  t.match(wdgen(['--version'], place).stdout, /^\d+\.\d+\.\d+/, version);
  t.match(wdgen(['generate', '--help'], place).stdout, /^Usage: wdgen generate/);
  // One word with a space in it is no command, and neither is a path.
  t.equal(wdgen(['generate --help'], place).exit, 2);
  t.equal(wdgen(['../answers/--help'], place).exit, 2);
  t.equal(wdgen(['--hel'], place).exit, 2);
});
