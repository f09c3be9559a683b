// The real command, ended by a signal, or talking to somebody who does not listen.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import t from 'tap';
import { figure } from '../lib/figures.js';
import { SPEC } from '../lib/small-spec.js';
import { pool } from '../output/lib/processes.js';
import { scratch } from '../output/lib/scratch.js';
import { need } from '../tools/lib/need.js';
import { actions, lay, left, look, mustRun, NODE } from './lib/project.js';
import { disturbed, points } from './lib/traced.js';

const FULL = process.env['WDGEN_TEST_FULL'] === '1';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  t.test(`${signal} in the middle of a write`, async (t) => {
    if (!need(t, [{ command: 'strace', debian: 'strace' }])) return;
    const laid = lay(scratch(t), 'update', actions['generate, update']);
    const all = await points(laid);
    const many = FULL ? 20 : 6;
    const cases = Array.from({ length: many }, (_, index) => all[Math.floor((index * all.length) / many)]);
    let held = 0;
    await pool(cases, 2, async (point, index) => {
      if (point === undefined) return;
      const folder = laid.fresh(`end${index}`);
      const ended = await disturbed(folder, laid.args, `${point.call}:signal=${signal}:when=${point.when}`);
      const { tree } = look(folder);
      const whole = tree === laid.old.tree || tree === laid.wanted.tree;
      mustRun(['generate'], folder);
      const healed = look(folder).tree === laid.wanted.tree && left(folder).length === 0;
      // strace ends as its child did, or with the shell's number for that.
      const by = ended.signal === signal || ended.code === 128 + constants.signals[signal];
      t.strictSame({ by, whole, healed }, { by: true, whole: true, healed: true }, point.line);
      if (by && whole && healed) held++;
    });
    figure(3, { part: signal, cases: cases.length, held, of: 20 });
  });
}

/** A command line of the real command for a shell, with something done to its output; what it must end with. */
const listeners: Readonly<Record<string, readonly [line: string, status: number]>> = {
  'nobody reads the diff': ['wdgen diff old.toml watchdog.toml | true; exit "${PIPESTATUS[0]}"', 1],
  'one line of the diff is read': [
    'wdgen diff old.toml watchdog.toml | head -1 >/dev/null; exit "${PIPESTATUS[0]}"',
    1,
  ],
  'nobody reads the status': ['wdgen status | true; exit "${PIPESTATUS[0]}"', 0],
  'nobody reads the findings': ['wdgen check 2>&1 >/dev/null | true; exit "${PIPESTATUS[0]}"', 0],
  'nobody reads the result of a run': ['wdgen generate | true; exit "${PIPESTATUS[0]}"', 0],
  'no output': ['wdgen generate >&-', 0],
  'no output, no errors, no input': ['wdgen generate >&- 2>&- <&-', 0],
  'a full disk behind the output': ['wdgen generate >/dev/full', 3],
  'a full disk behind the schema': ['wdgen schema >/dev/full', 3],
  'a full disk behind output and errors': ['wdgen status >/dev/full 2>/dev/full', 3],
};

t.test('output that goes nowhere', async (t) => {
  if (!need(t, [{ command: 'bash', debian: 'bash' }])) return;
  const dir = scratch(t);
  writeFileSync(join(dir, 'old.toml'), SPEC);
  let held = 0;
  for (const [name, [line, status]] of Object.entries(listeners)) {
    execFileSync('rm', ['-rf', join(dir, 'generated')]);
    writeFileSync(join(dir, 'watchdog.toml'), SPEC.replace('"30s"', '"20s"'));
    const script = `unset NODE_OPTIONS\nwdgen() { '${NODE.join("' '")}' "$@"; }\n${line}`;
    const ended = spawnSync('bash', ['-c', script], { cwd: dir, encoding: 'utf8' });
    t.equal(ended.status, status, `${name}\n${ended.stderr}`);
    t.notMatch(ended.stderr, /bug in wdgen/);
    const wrote = existsSync(join(dir, 'generated/rock64/manifest.json'));
    t.equal(wrote, line.includes('generate'), 'what was asked for is done');
    if (ended.status === status && wrote === line.includes('generate')) held++;
  }
  figure(3, {
    part: 'readers that left, closed and full outputs',
    cases: Object.keys(listeners).length,
    held,
  });
});
