// What a rehearsal comes to: findings, exit status, report, and evidence that lifts a gate or keeps it shut.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { enable } from '../../src/commands/enable.js';
import { evidence } from '../../src/commands/evidence.js';
import { rehearse } from '../../src/commands/rehearse.js';
import type { RehearseArguments } from '../../src/commands/rehearse-arguments.js';
import { timeline } from '../../src/commands/timeline.js';
import type { Registry } from '../../src/rehearse/registry.js';
import type { Lab, Verdict } from '../../src/rehearse/types.js';
import { EmulatorFault } from '../../src/system/emulator.js';
import { fakeGuest, fakeKind, fakeRegistry, fakeScenario, PASSED } from './lib/fakes.js';
import { PHASE_2, ROCK64 } from './lib/specs.js';

const NOW_MS = Date.UTC(2026, 10, 23);
const quiet = { progress: () => {}, interrupted: () => new AbortController().signal };

function lab(t: Test) {
  const folder = t.testdir({ 'watchdog.toml': ROCK64 });
  const spec = join(folder, 'watchdog.toml');
  const filed = join(folder, 'evidence', 'box');
  return {
    folder,
    spec,
    run: (registry: Registry, over: Partial<RehearseArguments> = {}) =>
      rehearse(
        {
          spec,
          targets: ['box'],
          scenarios: [],
          task: 'run',
          repeat: '1',
          jobs: '1',
          seed: '1',
          timeLimit: '1min',
          accel: 'auto',
          diskLimit: '1GiB',
          nowMs: NOW_MS,
          ...over,
        },
        quiet,
        registry,
      ),
    enable: () =>
      enable({ spec, targets: ['box'], settings: [], override: undefined, out: undefined, dryRun: false }),
    add: (...files: readonly string[]) =>
      evidence({
        ...{ spec, action: 'add', files, targets: ['box'], nowMs: NOW_MS },
        ...{ by: undefined, signature: undefined, since: undefined },
      }),
    records: () =>
      existsSync(filed)
        ? readdirSync(filed)
            .filter((name) => name.endsWith('.json'))
            .map((name) => JSON.parse(readFileSync(join(filed, name), 'utf8')))
        : [],
  };
}

const codesOf = ({ diagnostics }: { diagnostics: readonly { code: string }[] }) =>
  diagnostics.map(({ code }) => code);
const textOf = (outcome: { blocks: readonly unknown[] }) => JSON.stringify(outcome.blocks);

/** The watchdog resets the machine, as it must. */
async function reset(lab: Lab): Promise<Verdict> {
  await lab.boot();
  return PASSED;
}

const passes = fakeScenario('feeder-killed', async (lab) => ({
  ...(await reset(lab)),
  measures: [
    { figure: 'feeder-hang', measuredMs: 21_000, computedMs: 28_633 },
    { figure: 'boot.kernel', measuredMs: 65_000, computedMs: null },
    { figure: 'boot.userspace', measuredMs: 2_000, computedMs: null },
  ],
}));
const fails = fakeScenario('feeder-stopped', async () => ({
  ...PASSED,
  result: 'failed',
  said: 'No reset within 60 s: the feeder has disarmed it.',
}));
const open = fakeScenario('wedged', async () => ({ ...PASSED, result: 'not-covered', said: 'It feeds on.' }));

t.test('a rehearsal that passes lifts the gate', async (t) => {
  const { run, enable, records, spec } = lab(t);
  t.equal((await enable()).exit, 1, 'the gate is shut');
  const outcome = await run(fakeRegistry([passes, open]), { repeat: '2' });
  t.equal(outcome.exit, 0);
  t.strictSame(codesOf(outcome), []);
  t.match(textOf(outcome), /2 passed, 0 failed, 2 not covered/);
  t.match(records(), [
    {
      kind: 'rehearsal',
      source: 'wdgen rehearse, on q35 with i6300esb',
      scenarios: [{ name: 'feeder-killed', passed: true }],
      notCovered: ['wedged'],
      at: '2026-11-23T00:00:00.000Z',
    },
  ]);
  const figures = () => {
    const { data } = timeline({ spec, targets: [] });
    const [{ figures }] = data as [
      { figures: { id: string; value: number | null; notes: string[]; terms: object[] }[] },
    ];
    return (id: string) => figures.find((figure) => figure.id === id);
  };
  t.match(figures()('boot')?.terms, [{}, {}, { value: 65_000, from: 'measured' }, { from: 'assumed' }]);
  t.match(figures()('boot')?.notes.join(' '), /In the emulator/);
  const enabled = await enable();
  t.equal(enabled.exit, 0, JSON.stringify(enabled.diagnostics));
  t.match(readFileSync(spec, 'utf8'), 'runtime = { active = "20s" }');
  t.equal(figures()('feeder-hang')?.value, 28_633);
  t.match(figures()('feeder-hang')?.notes.join(' '), /In the emulator it took 21 s/);
});

t.test('a rehearsal that fails keeps it shut, even beside one that passed', async (t) => {
  const { run, enable, records } = lab(t);
  const failed = await run(fakeRegistry([passes, fails]));
  t.equal(failed.exit, 1);
  t.match(failed.diagnostics, [
    { code: 'WD0952', detail: 'feeder-stopped: No reset within 60 s: the feeder has disarmed it.' },
  ]);
  t.match(records()[0].scenarios, [{ passed: true }, { name: 'feeder-stopped', passed: false }]);
  t.equal((await run(fakeRegistry([passes]))).exit, 0);
  const outcome = await enable();
  t.equal(outcome.exit, 1);
  t.match(outcome.diagnostics[0]?.detail, /records a rehearsal of these very artefacts that failed/);
});

t.test('what nothing catches proves nothing', async (t) => {
  const { run, enable } = lab(t);
  t.equal((await run(fakeRegistry([open]))).exit, 0);
  t.equal((await enable()).exit, 1);
});

t.test('without a reset by the watchdog there is no evidence for it', async (t) => {
  const { run, enable, records } = lab(t);
  const outcome = await run(fakeRegistry([fakeScenario('panic-restarts'), open]));
  t.equal(outcome.exit, 0);
  t.match(outcome.diagnostics, [
    { code: 'WD0955', detail: /No scenario that fits was ended by the watchdog/ },
  ]);
  t.strictSame(records(), []);
  t.equal((await enable()).exit, 1);
  t.equal((await run(fakeRegistry([fails]))).exit, 1);
  t.match(
    records(),
    [{ scenarios: [{ name: 'feeder-stopped', passed: false }] }],
    'a failure counts all the same',
  );
});

t.test('one failure among many repeats is a failure', async (t) => {
  const { run, records } = lab(t);
  let runs = 0;
  const seldom = fakeScenario('seldom', async () =>
    ++runs === 3 ? { ...PASSED, result: 'failed' } : PASSED,
  );
  const outcome = await run(fakeRegistry([seldom]), { repeat: '5' });
  t.equal(outcome.exit, 1);
  t.match(outcome.diagnostics, [{ code: 'WD0952', detail: /^seldom-3:/ }]);
  t.strictSame(records()[0].scenarios, [{ name: 'seldom', passed: false }]);
});

t.test('the model is wrong: both numbers are told', async (t) => {
  const { run, records } = lab(t);
  const slow = fakeScenario('slow', async () => ({
    ...PASSED,
    measures: [{ figure: 'feeder-hang', measuredMs: 30_000, computedMs: 28_633 }],
  }));
  const outcome = await run(fakeRegistry([slow]));
  t.equal(outcome.exit, 1);
  t.match(outcome.diagnostics, [{ code: 'WD0953', detail: /feeder-hang took 30 s, computed are 28\.633 s/ }]);
  t.strictSame(records()[0].scenarios, [{ name: 'slow', passed: false }]);
});

t.test('a part of a rehearsal is told, and is no evidence', async (t) => {
  const registry = fakeRegistry([passes, fails]);
  for (const over of [{ scenarios: ['feeder-killed'] }, { shard: '1/2' }]) {
    const { run, records } = lab(t);
    const outcome = await run(registry, over);
    t.equal(outcome.exit, 0);
    t.strictSame(codesOf(outcome), ['WD0955']);
    t.strictSame(records(), []);
  }
});

t.test("an image of the user's own is evidence when it holds the very files", async (t) => {
  const lacks = async (lacking: readonly string[] | undefined) => {
    const { run, records, spec } = lab(t);
    const guest = { ...fakeGuest([{ atMs: 1, kind: 'qemu', text: 'WATCHDOG' }]), lacking: () => lacking };
    const kind = fakeKind({ takes: ['image'], boot: async () => guest });
    const outcome = await run(fakeRegistry([passes], kind), { image: spec });
    t.equal(outcome.exit, 0, JSON.stringify(outcome.diagnostics));
    return { records: records().length, said: outcome.diagnostics.map(({ detail }) => detail).join() };
  };
  t.match(await lacks([]), { records: 1, said: '' });
  t.match(await lacks(['/etc/a', '/etc/b']), {
    records: 0,
    said: 'Your --initrd or --image lacks, or holds otherwise: /etc/a, /etc/b.',
  });
  t.match(await lacks(undefined), { records: 0, said: /could not be seen in the machine/ });
});

t.test('shards leave parts; all of them together are evidence, and lift the gate', async (t) => {
  const { folder, run, enable, add, records, spec } = lab(t);
  const registry = fakeRegistry([passes, open, fakeScenario('soak')]);
  const parts = [1, 2].map((index) => join(folder, 'evidence', 'box', 'parts', `${index}-of-2.json`));
  const [first = '', second = ''] = parts;
  const one = await run(registry, { shard: '1/2' });
  t.match(one.diagnostics, [
    {
      code: 'WD0955',
      detail: `${first} holds part 1 of 2, which proves nothing alone.`,
      help: `with all parts: wdgen evidence add --target box ${join(folder, 'evidence/box/parts')}/*.json`,
    },
  ]);
  t.match(one.data, { evidence: null, part: first });
  t.match((await add(first)).diagnostics, [{ code: 'WD0309', detail: /of 2 parts number 2 is missing/ }]);
  await run(registry, { shard: '2/2' });
  t.equal((await enable()).exit, 1, 'parts alone lift nothing');
  t.match((await add(first, spec)).diagnostics, [{ detail: /it is not complete JSON/ }]);
  const added = await add(second, first);
  t.equal(added.exit, 0, JSON.stringify(added.diagnostics));
  t.match(records(), [
    {
      scenarios: [
        { name: 'feeder-killed', passed: true },
        { name: 'soak', passed: true },
      ],
      notCovered: ['wedged'],
    },
  ]);
  t.equal((await enable()).exit, 0);
});

t.test('parts of other files, of nothing that the watchdog ended, or of runs that failed', async (t) => {
  const { run, enable, add, folder, spec, records } = lab(t);
  const part = (index: number) => join(folder, 'evidence', 'box', 'parts', `${index}-of-2.json`);
  const both = async (registry: Registry) => {
    for (const shard of ['1/2', '2/2']) await run(registry, { shard });
    return await add(part(1), part(2));
  };
  t.match((await both(fakeRegistry([fakeScenario('panic'), open]))).diagnostics, [
    { code: 'WD0309', detail: /No scenario that fits was ended by the watchdog/ },
  ]);
  t.equal((await both(fakeRegistry([passes, fails]))).exit, 0, 'a failure is filed');
  const again = await run(fakeRegistry([passes, { ...passes, id: fails.id }]), { shard: '2/2' });
  t.match(
    textOf(again) + JSON.stringify(again.diagnostics),
    'failed before',
    'and does not go by trying again',
  );
  t.match(records(), [{ scenarios: [{ passed: true }, { name: 'feeder-stopped', passed: false }] }]);
  t.equal((await enable()).exit, 1);
  writeFileSync(spec, ROCK64.replace('"20s"', '"25s"'));
  t.match((await add(part(1), part(2))).diagnostics, [{ detail: /was taken on other files/ }]);
});

t.test(
  "today's feeder is rehearsed, and does not lift the gate of an application that is to feed",
  async (t) => {
    const { run, enable, records, spec } = lab(t);
    writeFileSync(spec, PHASE_2);
    const outcome = await run(fakeRegistry([passes]));
    t.equal(outcome.exit, 0, JSON.stringify(outcome.diagnostics));
    t.equal(records().length, 1);
    t.match((await enable()).diagnostics, [
      {
        code: 'WD0301',
        detail: /is about the files without this change, and says nothing about what it enables/,
      },
    ]);
  },
);

t.test('an image that a machine cannot boot is refused, not left unused', async (t) => {
  const { run, records, spec } = lab(t);
  const outcome = await run(fakeRegistry([passes], fakeKind({ takes: ['initrd'] })), { kernel: spec });
  t.equal(outcome.exit, 2);
  t.match(outcome.diagnostics, [{ code: 'WD0601', detail: 'The machine pc cannot boot your own --kernel.' }]);
  t.strictSame(records(), []);
});

t.test('a full disk is the fault of the machine, not of the artefacts', async (t) => {
  const { run, records } = lab(t);
  const full = fakeScenario('full', async () => {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { errno: -28, code: 'ENOSPC' });
  });
  const outcome = await run(fakeRegistry([full]));
  t.equal(outcome.exit, 3);
  t.match(outcome.diagnostics, [{ code: 'WD0951', detail: 'full: ENOSPC: no space left on device, write' }]);
  t.strictSame(records(), []);
});

t.test('an emulator that fails is the fault of the machine', async (t) => {
  const { run, records } = lab(t);
  const kind = fakeKind({
    boot: async () => {
      throw new EmulatorFault('spawn qemu-system-x86_64 ENOENT');
    },
  });
  const boots = fakeScenario('boots', async (lab) => {
    await lab.boot();
    return PASSED;
  });
  const outcome = await run(fakeRegistry([boots], kind));
  t.equal(outcome.exit, 3);
  t.match(codesOf(outcome), ['WD0951']);
  t.strictSame(records(), []);
});

t.test('without images it says what to type; --prepare fetches them', async (t) => {
  const { run } = lab(t);
  let fetched = false;
  const kind = fakeKind({
    missing: () => (fetched ? [] : ['a kernel']),
    prepare: async (progress) => {
      progress('fetching');
      fetched = true;
    },
  });
  const before = await run(fakeRegistry([passes], kind));
  t.equal(before.exit, 3);
  t.match(before.diagnostics, [
    { code: 'WD0950', detail: 'Missing: a kernel.', help: 'wdgen rehearse --target box --prepare' },
  ]);
  t.equal((await run(fakeRegistry([passes], kind), { task: 'prepare' })).exit, 0);
  t.equal((await run(fakeRegistry([passes], kind))).exit, 0);
  const broken = fakeKind({
    prepare: async () => {
      throw new EmulatorFault('apt-get: not found');
    },
  });
  const outcome = await run(fakeRegistry([passes], broken), { task: 'prepare' });
  t.equal(outcome.exit, 3);
  t.match(outcome.diagnostics, [{ code: 'WD0950', detail: 'apt-get: not found' }]);
});

t.test('names, fits and the list', async (t) => {
  const { run } = lab(t);
  const rollback = fakeScenario('broken-slot', undefined, { misfit: () => 'it has no rollback' });
  const known = fakeRegistry([passes, rollback]);
  t.match((await run(known, { scenarios: ['feeder-kiled'] })).diagnostics, [
    { code: 'WD0601', help: 'did you mean `feeder-killed`?' },
  ]);
  const unfit = await run(known, { scenarios: ['broken-slot'] });
  t.equal(unfit.exit, 1);
  t.match(unfit.diagnostics, [{ code: 'WD0956', detail: /makes no sense for `box`: it has no rollback/ }]);
  t.match((await run(fakeRegistry([rollback]))).diagnostics, [{ code: 'WD0956' }]);
  const list = await run(known, { task: 'list' });
  t.equal(list.exit, 0);
  t.match(list.data, [
    { scenario: 'feeder-killed', misfit: null, standIn: { machine: 'q35' } },
    { scenario: 'broken-slot', misfit: 'it has no rollback', standIn: null },
  ]);
});

t.test('wrong numbers, and a spec that makes no files', async (t) => {
  const { run, spec } = lab(t);
  const bad = {
    repeat: '0',
    shard: '3/2',
    jobs: 'many',
    seed: '-1',
    timeLimit: '5',
    accel: 'fast',
    diskLimit: '0GiB',
    image: '/none',
  };
  const outcome = await run(fakeRegistry([passes]), bad);
  t.equal(outcome.exit, 2);
  t.equal(outcome.diagnostics.length, 8);
  writeFileSync(spec, ROCK64.replace('"20s"', '"1s"').replace('"rock64"', '"no-such-board"'));
  t.equal((await run(fakeRegistry([passes]))).exit, 2);
});

t.test('a report is written where it is asked for', async (t) => {
  const { run, folder } = lab(t);
  const report = join(folder, 'a', 'report');
  t.equal((await run(fakeRegistry([passes]), { report })).exit, 0);
  t.strictSame(readdirSync(report).sort(), ['feeder-killed', 'report.md']);
  t.strictSame(readdirSync(join(report, 'feeder-killed')).sort(), [
    'console-1.txt',
    'timeline.svg',
    'timeline.txt',
  ]);
  const blocked = await run(fakeRegistry([passes]), { report: join(folder, 'watchdog.toml') });
  t.equal(blocked.exit, 3);
  t.match(codesOf(blocked), ['WD0901']);
});
