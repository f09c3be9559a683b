// The generated clean-up killed at any point, and on random trees beside a model.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import type { RetentionPlan } from '../../src/plan/types.js';
import { repeats } from './lib/full.js';
import { age, left, now, put, underEveryShell } from './lib/retention-entries.js';
import { DAY, quarantine, retentionLab } from './lib/retention-lab.js';

t.jobs = 6;

underEveryShell(
  'killed at any point: no entry is half removed, and the next run ends it',
  async (t, run, shell) => {
    const lab = retentionLab(t);
    const [command = '', ...words] = shell.shell;
    const points = repeats(7, 17);
    for (let point = 0; point < points; point += 1) {
      for (let index = 0; index < 12; index += 1) {
        const folder = join(lab.folder, `e${index}`);
        mkdirSync(folder, { recursive: true });
        for (const file of ['a', 'b', 'c']) put(folder, file, 40);
        age(folder, 40);
      }
      const child = spawn(command, [...words, ...lab.words, '--now'], {
        env: lab.environment(shell),
        detached: true,
      });
      const ended = new Promise((resolve) => child.once('close', resolve));
      await sleep(Math.round((point * 200) / points));
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
      } catch {}
      await ended;
      const whole = readdirSync(lab.folder).filter((one) => !one.startsWith('.wdgen-removed.'));
      for (const one of whole) t.equal(readdirSync(join(lab.folder, one)).length, 3, `${one} is whole`);
      t.equal(run(lab, '--now').status, 0);
      t.strictSame(left(lab), []);
    }
  },
);

underEveryShell('random trees: it removes what the model removes', (t, run, shell) => {
  const random = generator(shell.shell.join('').length);
  for (let round = 0; round < repeats(4, 12); round += 1) {
    const plan: RetentionPlan = {
      ...quarantine,
      keepMs: random(3) === 0 ? 0 : random(60) * DAY * 1000,
      keepCount: random(2) * random(20),
      keepBytes: random(2) * random(200) * 1024,
    };
    const lab = retentionLab(t, [plan]);
    for (let index = random(25); index > 0; index -= 1) {
      const inside = random(3) === 0 ? join(lab.folder, `d ${index}`) : lab.folder;
      mkdirSync(inside, { recursive: true });
      put(inside, `f\n${index}`, random(80) + random(1000) / 1000, random(5) * 4);
      if (inside !== lab.folder) age(inside, random(80) + random(1000) / 1000);
    }
    const expected = survivors(lab.folder, plan);
    const { status, said } = run(lab);
    t.equal(status, 0, said);
    t.strictSame(left(lab), expected, JSON.stringify(plan));
    rmSync(lab.root, { recursive: true });
  }
});

/** The same numbers every time. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

/** What a plan leaves of a directory, by the words of the spec. */
function survivors(folder: string, plan: RetentionPlan): string[] {
  const entries = readdirSync(folder).map((name) => {
    const inside = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (one) => one === name || one.startsWith(`${name}/`),
    );
    const stats = inside.map((one) => statSync(join(folder, one)));
    return {
      name,
      at: Math.max(...stats.map(({ mtimeMs }) => Math.floor(mtimeMs / 1000))),
      kib: Math.ceil(stats.reduce((sum, { blocks }) => sum + blocks, 0) / 2),
    };
  });
  const kept = entries
    .filter(({ at }) => plan.keepMs === 0 || now() - at <= plan.keepMs / 1000)
    .toSorted((a, b) => a.at - b.at);
  const size = () => kept.reduce((sum, { kib }) => sum + kib, 0);
  while (plan.keepCount > 0 && kept.length > plan.keepCount) kept.shift();
  while (plan.keepBytes > 0 && size() > plan.keepBytes / 1024) kept.shift();
  return kept.map(({ name }) => name).sort();
}
