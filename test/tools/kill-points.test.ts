import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import t from 'tap';
import { compareTargets, removeTarget, resolveTargetDir } from '../../src/output/index.js';
import { figure } from '../lib/figures.js';
import { bundleDriver, pool, resultOf } from '../output/lib/processes.js';
import { scratch } from '../output/lib/scratch.js';
import { mutations, type Point, runWith } from '../output/lib/strace.js';
import { apply, contents, FIRST, LARGE, LARGE_LATER, SECOND, treeOf } from '../output/lib/trees.js';
import { need } from './lib/need.js';

const second = treeOf(SECOND);
const TREES = { first: treeOf(FIRST), second, large: treeOf(LARGE), 'large-later': treeOf(LARGE_LATER) };
/** Whenever it exists it is put back when the target is absent, so it must be complete. */
const OLD = '.wdgen-old-box';

/** A run to be disturbed: what is there before, and what is there after. */
interface Scenario {
  readonly verb: keyof typeof TREES | 'remove';
  readonly prepare: (out: string) => void;
}

function withForeign(out: string): void {
  apply(out, treeOf(FIRST));
  mkdirSync(join(out, 'box/notes'));
  writeFileSync(join(out, 'box/notes/a.txt'), 'mine\n');
  symlinkSync('nowhere', join(out, 'box/rootfs/link'));
  chmodSync(join(out, 'box/README.md'), 0o664);
}

const scenarios: Readonly<Record<string, Scenario>> = {
  'first run': { verb: 'first', prepare: () => {} },
  update: { verb: 'second', prepare: withForeign },
  'first run, large': { verb: 'large', prepare: () => {} },
  'update, large': { verb: 'large-later', prepare: (out) => apply(out, TREES.large) },
  'removal of everything': { verb: 'remove', prepare: (out) => apply(out, treeOf(FIRST)) },
  'removal of what is not foreign': { verb: 'remove', prepare: withForeign },
};

/** The target's tree as a reader sees it; `absent` when there is none. */
function look(out: string): Record<string, string> | 'absent' {
  const dir = resolveTargetDir(out, 'box');
  return existsSync(dir) ? contents(dir) : 'absent';
}

/** One scenario with its driver: a fresh output folder for every run, the trees before and after, the points. */
async function lay(dir: string, driver: string, { verb, prepare }: Scenario) {
  const base = join(dir, verb);
  mkdirSync(join(base, 'start'), { recursive: true });
  prepare(join(base, 'start'));
  const fresh = (name: string): string => {
    execFileSync('cp', ['-a', join(base, 'start'), join(base, name)]);
    return join(base, name);
  };
  const command = (out: string): string[] => [process.execPath, driver, out, verb];
  const before = look(join(base, 'start'));
  const done = fresh('done');
  const points = await mutations(command(done), base, join(base, 'log'));
  return { fresh, command, before, after: look(done), points };
}

/** The next run: the tree that was wanted, nothing beside it. */
function heal(out: string, verb: Scenario['verb']): readonly string[] {
  if (verb === 'remove') return removeTarget(out, 'box').diagnostics.map(({ code }) => code);
  return apply(out, TREES[verb]).codes;
}

function nameOf({ call, when, line }: Point): string {
  return `${call} ${when}: ${line.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'TOKEN').replace(/ = .*/, '')}`;
}

t.test('a run that is killed leaves the old tree or the new one', async (t) => {
  if (!need(t, [{ command: 'strace', debian: 'strace' }])) return;
  for (const [name, scenario] of Object.entries(scenarios)) {
    await t.test(name, async (t) => {
      const dir = scratch(t);
      const { fresh, command, before, after, points } = await lay(dir, bundleDriver(dir), scenario);
      t.ok(points.length > 15, `${points.length} points`);
      const states = { old: 0, new: 0 };
      let held = 0;
      await pool(points, 4, async (point, index) => {
        const out = fresh(`kill${index}`);
        const { signal } = await runWith(
          command(out),
          `${point.call}:signal=SIGKILL:when=${point.when}`,
          `${out}.log`,
        );
        const seen = look(out);
        const state = isDeepStrictEqual(seen, after) ? 'new' : 'old';
        states[state]++;
        const problems = [
          signal === 'SIGKILL' ? '' : 'it was not killed',
          state === 'new' || isDeepStrictEqual(seen, before) ? '' : `mixed: ${JSON.stringify(seen)}`,
          readdirSync(out).includes(OLD) && !isDeepStrictEqual(contents(join(out, OLD)), before)
            ? 'half an old tree'
            : '',
          compareTargets(out, [second]).value?.[0]?.manifestDamaged ? 'check is misled' : '',
          ...heal(out, scenario.verb),
          isDeepStrictEqual(look(out), after) ? '' : `not healed: ${JSON.stringify(look(out))}`,
          readdirSync(out).some((entry) => entry !== 'box') ? `left: ${readdirSync(out)}` : '',
        ];
        const wrong = problems.filter((problem) => problem !== '');
        t.strictSame(wrong, [], nameOf(point));
        if (wrong.length === 0) held++;
      });
      figure(1, { part: name, cases: points.length, held, varies: true });
      t.ok(states.old > 0 && states.new > 0, `${states.old} old, ${states.new} new`);
    });
  }
});

t.test('a run whose system call fails says so and leaves nothing behind', async (t) => {
  if (!need(t, [{ command: 'strace', debian: 'strace' }])) return;
  const dir = scratch(t);
  const { fresh, command, before, after, points } = await lay(dir, bundleDriver(dir), {
    verb: 'second',
    prepare: withForeign,
  });
  const cases = points.flatMap((point) => (['ENOSPC', 'EIO'] as const).map((errno) => ({ point, errno })));
  let judged = 0;
  const held = { ENOSPC: 0, EIO: 0 };
  const tried = { ENOSPC: 0, EIO: 0 };
  await pool(cases, 4, async ({ point, errno }, index) => {
    const out = fresh(`fail${index}`);
    const injection = `${point.call}:error=${errno}:when=${point.when}`;
    const ended = await runWith(command(out), injection, `${out}.log`);
    if (!isOurs(ended.hit, out)) return;
    judged++;
    tried[errno]++;
    const { codes, details } = resultOf(ended);
    const seen = look(out);
    const deletes = /^(unlink|rmdir)/.test(point.call) || ended.hit.includes('-trash-');
    const problems = [
      codes.length === 1 && codes[0] === 'WD0901' ? '' : `codes: ${codes}`,
      details.some((detail) => detail.includes(errno) && detail.includes(`\`${out}`)) ? '' : `${details}`,
      isDeepStrictEqual(seen, after) || isDeepStrictEqual(seen, before)
        ? ''
        : `mixed: ${JSON.stringify(seen)}`,
      deletes || readdirSync(out).join() === 'box' ? '' : `left: ${readdirSync(out)}`,
      ...heal(out, 'second'),
      isDeepStrictEqual(look(out), after) && readdirSync(out).join() === 'box' ? '' : 'not healed',
    ];
    const wrong = problems.filter((problem) => problem !== '');
    if (wrong.length === 0) held[errno]++;
    t.strictSame(wrong, [], `${errno} at ${nameOf({ ...point, line: ended.hit })}`);
  });
  figure(4, { part: 'every call of an update', cases: tried.ENOSPC, held: held.ENOSPC, varies: true });
  figure(5, { part: 'EIO at every call of an update', cases: tried.EIO, held: held.EIO, varies: true });
  t.ok(judged > cases.length * 0.9, `${judged} of ${cases.length} hit a call of wdgen's`);
});

/** Whether a failed call is one of wdgen's that matters: not node's own, not the making of a folder that exists. */
function isOurs(hit: string, out: string): boolean {
  if (hit.startsWith(`mkdir("${out}",`)) return false;
  if (hit.startsWith('write(')) return !/^write\((1,|\d+, "\\1\\0)/.test(hit);
  return hit.includes(`"${out}/`) || hit.startsWith('fchmod(');
}

t.test('without hard links everything is copied', async (t) => {
  if (!need(t, [{ command: 'strace', debian: 'strace' }])) return;
  const dir = scratch(t);
  for (const errno of ['EPERM', 'EXDEV', 'EMLINK']) {
    const { fresh, command, after } = await lay(join(dir, errno), bundleDriver(dir), {
      verb: 'second',
      prepare: withForeign,
    });
    const out = fresh('copied');
    const note = join(out, 'box/notes/a.txt');
    execFileSync('touch', ['-d', '2001-02-03', note]);
    const when = errno === 'EPERM' ? '' : ':when=2+';
    const ended = await runWith(command(out), `link:error=${errno}${when}`, `${out}.log`);
    t.strictSame(resultOf(ended).codes, [], errno);
    t.strictSame(look(out), after);
    t.equal(execFileSync('date', ['-r', note, '+%F'], { encoding: 'utf8' }).trim(), '2001-02-03');
    t.strictSame(readdirSync(out), ['box']);
  }
});
