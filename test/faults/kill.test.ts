// The real command, killed: at the system calls that change the disk, and at any time among a hundred targets.
import { cpSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import t, { type Test } from 'tap';
import { figure } from '../lib/figures.js';
import { SPEC } from '../lib/small-spec.js';
import { wdgen } from '../lib/wdgen.js';
import { pool } from '../output/lib/processes.js';
import { scratch } from '../output/lib/scratch.js';
import { contents } from '../output/lib/trees.js';
import { need } from '../tools/lib/need.js';
import { type Action, actions, lay, left, look, mustRun, type Seen, start } from './lib/project.js';
import { argsIn, disturbed, nameOf, points } from './lib/traced.js';

const FULL = process.env['WDGEN_TEST_FULL'] === '1';
const STRACE = [{ command: 'strace', debian: 'strace' }];

/** What is torn, mixed or in an order that no reader may find. */
function torn(seen: Seen, old: Seen, wanted: Seen): string[] {
  const parts = (['spec', 'tree', 'evidence'] as const).filter(
    (part) => seen[part] !== old[part] && seen[part] !== wanted[part],
  );
  const early = seen.tree === wanted.tree && seen.tree !== old.tree && seen.spec !== wanted.spec;
  return [...parts.map((part) => `${part} is torn`), ...(early ? ['the tree ran ahead of the spec'] : [])];
}

/** Runs the action again, and generate for an edit whose tree was not written any more. */
function heal(folder: string, args: readonly string[]): void {
  wdgen(argsIn(folder, args), folder);
  if (existsSync(join(folder, 'watchdog.toml')) && args[0] === 'enable') mustRun(['generate'], folder);
}

async function killEverywhere(t: Test, name: string, action: Action, every: number): Promise<void> {
  const laid = lay(scratch(t), name, action);
  const all = await points(laid);
  t.ok(all.length > 2, `${all.length} points`);
  const chosen = all.filter((_, index) => FULL || index % every === 0);
  let held = 0;
  await pool(chosen, 2, async (point, index) => {
    const folder = laid.fresh(`kill${index}`);
    const { signal } = await disturbed(folder, laid.args, `${point.call}:signal=SIGKILL:when=${point.when}`);
    const problems = [
      ...(signal === 'SIGKILL' ? [] : ['it was not killed']),
      ...torn(look(folder), laid.old, laid.wanted),
    ];
    heal(folder, laid.args);
    const after = look(folder);
    for (const part of ['spec', 'tree', 'evidence'] as const)
      if (after[part] !== laid.wanted[part]) problems.push(`${part} is not healed`);
    problems.push(...left(folder).map((file) => `left: ${file}`));
    t.strictSame(problems, [], nameOf(point));
    if (problems.length === 0) held++;
  });
  figure(1, {
    part: `\`${name}\`, by the command`,
    cases: chosen.length,
    held,
    varies: true,
    of: Math.floor(all.length / 10) * 10,
  });
}

/** The tree of `generate` is also killed at every point below the command, in test/tools/kill-points.test.ts. */
const EVERY: Readonly<Record<keyof typeof actions, number>> = {
  'generate, first run': 6,
  'generate, update': 6,
  enable: 3,
  'evidence add': 2,
  init: 2,
};

for (const [name, action] of Object.entries(actions) as [keyof typeof actions, Action][]) {
  t.test(`${name}, killed at its system calls`, async (t) => {
    if (!need(t, STRACE)) return;
    await killEverywhere(t, name, action, EVERY[name]);
  });
}

/** A spec with many targets. */
function fleet(count: number, runtime: string): string {
  const [, target = ''] = SPEC.split('schema = 1\n');
  const names = Array.from({ length: count }, (_, index) => `box${index}`);
  const one = target.replace('"30s"', `"${runtime}"`);
  return `schema = 1\n${names.map((name) => one.replaceAll('rock64]', `${name}]`).replaceAll('rock64.', `${name}.`)).join('')}`;
}

t.test('killed at random times among a hundred targets', async (t) => {
  const kills = FULL ? 200 : 12;
  const dir = scratch(t);
  const [before, wanted] = [join(dir, 'before'), join(dir, 'wanted')];
  for (const [folder, runtime] of [
    [before, '30s'],
    [wanted, '20s'],
  ] as const) {
    cpSync(t.testdir({}), folder, { recursive: true });
    writeFileSync(join(folder, 'watchdog.toml'), fleet(100, runtime));
    mustRun(['generate'], folder);
  }
  const treeOf = (folder: string) => JSON.stringify(contents(folder));
  const old = new Map(
    readdirSync(join(before, 'generated')).map((name) => [name, treeOf(join(before, 'generated', name))]),
  );
  const next = new Map([...old.keys()].map((name) => [name, treeOf(join(wanted, 'generated', name))]));
  t.equal(old.size, 100);
  const begun = Date.now();
  const trial = join(dir, 'trial');
  cpSync(before, trial, { recursive: true });
  cpSync(join(wanted, 'watchdog.toml'), join(trial, 'watchdog.toml'));
  await start(['generate'], trial);
  const lasts = Date.now() - begun;
  let held = 0;
  for (let index = 0; index < kills; index++) {
    const folder = join(dir, `kill${index}`);
    cpSync(before, folder, { recursive: true });
    cpSync(join(wanted, 'watchdog.toml'), join(folder, 'watchdog.toml'));
    const delay = (lasts * (index + 0.5)) / kills;
    await start(['generate'], folder, {
      onStart: (pid) =>
        setTimeout(() => {
          try {
            process.kill(pid, 'SIGKILL');
          } catch {
            // It was done already.
          }
        }, delay),
    });
    const out = join(folder, 'generated');
    const found = (name: string) =>
      treeOf(join(out, existsSync(join(out, name)) ? name : `.wdgen-old-${name}`));
    const mixed = [...old.keys()].filter((name) => ![old.get(name), next.get(name)].includes(found(name)));
    mustRun(['generate'], folder);
    const unhealed = [...next.keys()].filter((name) => found(name) !== next.get(name));
    t.strictSame(
      { mixed, unhealed, left: left(folder) },
      { mixed: [], unhealed: [], left: [] },
      `kill ${index}`,
    );
    if (mixed.length + unhealed.length + left(folder).length === 0) held++;
  }
  figure(2, { part: 'kills spread over an update of 100 targets', cases: kills, held, of: 200 });
});
