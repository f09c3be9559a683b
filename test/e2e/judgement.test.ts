// What wdgen says about the five systems, word by word: coverage, and the timeline of today and after enabling.
// WDGEN_UPDATE_CASES=1 rewrites examples/judgement: read the diff before you commit it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { root, wdgen } from '../lib/wdgen.js';

const TARGETS = ['rock64', 'fortros-node', 'rm1', 'pi-edge-01', 'cis490-lab-host'];
const COMMANDS = [['coverage'], ['timeline'], ['timeline', '--enabled']];
const folder = join(root, 'examples', 'judgement');

/** What the commands print about one target, each below its own line. */
function judgementOf(target: string): string {
  return COMMANDS.map((command) => {
    const { exit, stdout, stderr } = wdgen(
      [...command, '--spec', 'examples/watchdog.toml', '--target', target],
      root,
    );
    t.equal(exit, 0, stderr);
    return `$ wdgen ${command.join(' ')} --target ${target}\n\n${stdout}`;
  }).join('\n');
}

for (const target of TARGETS) {
  t.test(target, async (t) => {
    const file = join(folder, `${target}.txt`);
    const said = judgementOf(target);
    if (process.env['WDGEN_UPDATE_CASES'] === '1') {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, said);
    }
    t.equal(said, readFileSync(file, 'utf8'));
    t.notMatch(said, /undefined|NaN|\[object/);
  });
}

t.test('rock64\'s "approximately 90 seconds" is told apart into its terms', async (t) => {
  const said = readFileSync(join(folder, 'rock64.txt'), 'utf8');
  t.match(said, '8 min 30 s: The new slot hangs after the feeder has started');
  t.match(said, '3 x 30 s = 1 min 30 s is only the waiting for the resets.');
});
