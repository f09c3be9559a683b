// Runs of fake machines: what is counted, bounded, stopped and judged.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { shardOf } from '../../src/core/shard.js';
import { runJobs } from '../../src/rehearse/runner.js';
import { excess } from '../../src/rehearse/runner-disk.js';
import { jobsOf } from '../../src/rehearse/runner-jobs.js';
import { Emulator, EmulatorFault } from '../../src/system/emulator.js';
import { need } from '../tools/lib/need.js';
import { type FakeGuest, fakeGuest, fakeKind, fakeScenario, PASSED, setupFor } from './lib/fakes.js';

const MIB = 1024 * 1024;
const never = () => new Promise<never>(() => {});

t.test('every run is in one shard, and shards are alike in size', async (t) => {
  const jobs = jobsOf(
    ['a', 'b', 'c', 'd', 'e'].map((id) => fakeScenario(id)),
    3,
    7,
  );
  t.equal(jobs.length, 15);
  t.strictSame(
    jobs.slice(4, 6).map(({ name }) => name),
    ['e', 'a-2'],
    'all once before any is run again',
  );
  for (const count of [1, 2, 4, 7, 20]) {
    const shards = Array.from({ length: count }, (_, index) => shardOf(jobs, { index: index + 1, count }));
    t.strictSame(
      shards
        .flat()
        .map(({ name }) => name)
        .sort(),
      jobs.map(({ name }) => name).sort(),
    );
    const sizes = shards.map(({ length }) => length);
    t.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, `${sizes}`);
  }
});

t.test('a seed gives the same moments again, a repeat gives others', async (t) => {
  const drawn: number[] = [];
  const scenario = fakeScenario('cut', async ({ random }) => {
    drawn.push(random(), random());
    return PASSED;
  });
  const run = async (seed: number) => {
    drawn.length = 0;
    await runJobs(setupFor(t.testdir({}), [], { jobs: jobsOf([scenario], 2, seed) }));
    return [...drawn];
  };
  const first = await run(1);
  t.equal(new Set(first).size, 4, `${first}`);
  t.ok(first.every((one) => one >= 0 && one < 1));
  t.strictSame(await run(1), first);
  t.notSame(await run(2), first);
});

t.test('boots are counted, machines that are left running are stopped', async (t) => {
  const guests: FakeGuest[] = [];
  const events = [
    { atMs: 40, kind: 'qemu', text: 'WATCHDOG' },
    { atMs: 41, kind: 'qemu', text: 'RESET' },
    { atMs: 42, kind: 'console', text: 'Linux' },
    { atMs: 1_100, kind: 'qemu', text: 'RESET' },
  ] as const;
  const kind = fakeKind({
    boot: async () => {
      const guest = fakeGuest(events, ['an init']);
      guests.push(guest);
      return guest;
    },
  });
  const lines: string[] = [];
  const scenario = fakeScenario('two', async (lab) => {
    await lab.boot();
    await lab.boot();
    lab.progress('waits');
    return { ...PASSED, marks: [{ atMs: 39, text: 'killed' }] };
  });
  const setup = setupFor(t.testdir({}), [scenario], {
    machines: [kind],
    progress: (line) => lines.push(line),
  });
  const { runs, unrun } = await runJobs(setup);
  t.equal(unrun.length, 0);
  const [run] = runs;
  t.equal(run?.boots, 4, 'two starts, and a reset of each that the firmware repeats');
  t.strictSame(run?.added, ['an init']);
  t.strictSame(run?.consoles, ['Linux', 'Linux']);
  t.match(
    run?.machineMarks.map(({ text }) => text),
    ['machine 1 started', 'WATCHDOG', 'RESET', 'RESET', 'machine 2 started'],
  );
  t.ok(guests.length === 2 && guests.every((guest) => guest.isStopped()));
  t.match(
    lines.join('\n'),
    /^two, boot 0, 0 s: starts\ntwo, boot 4, \d s: waits\ntwo, boot 4, \d s: passed: It was reset\.$/,
  );
});

t.test('a guest keeps its own members; its starts are measured from the last reset', async (t) => {
  const events = [
    { atMs: 2_000, kind: 'shell', text: 'up' },
    { atMs: 10_000, kind: 'qemu', text: 'RESET' },
    { atMs: 13_500, kind: 'shell', text: 'up' },
  ] as const;
  class Special {
    #ups = [events[0], events[2]];
    readonly fake = fakeGuest(events);
    readonly machine = this.fake.machine;
    readonly added: readonly string[] = [];
    ready = async () => this.#ups.shift();
    run = async () => undefined;
    watchdogReset = async () => undefined;
    stop = async () => {};
    left() {
      return this.#ups.length;
    }
  }
  const scenario = fakeScenario('boots', async (lab) => {
    const guest = (await lab.boot()) as unknown as Special;
    await guest.ready();
    t.equal(guest.left(), 1);
    await guest.ready();
    await guest.ready();
    return PASSED;
  });
  const machines = [fakeKind({ boot: async () => new Special() })];
  const { runs } = await runJobs(setupFor(t.testdir({}), [scenario], { machines }));
  t.match(runs[0]?.measures, [{ figure: 'boot', measuredMs: 3_500, computedMs: null, over: false }]);
});

t.test('a worst case that is exceeded fails the run, whatever the scenario says', async (t) => {
  const measured = (measuredMs: number, slackMs = 0) =>
    fakeScenario(`m${measuredMs}-${slackMs}`, async () => ({
      ...PASSED,
      measures: [{ figure: 'feeder-hang', measuredMs, computedMs: 12_000, slackMs }],
    }));
  const all = [measured(12_000), measured(12_001), measured(12_400, 500), measured(12_600, 500)];
  const { runs } = await runJobs(setupFor(t.testdir({}), all));
  t.strictSame(
    runs.map(({ result }) => result),
    ['passed', 'failed', 'passed', 'failed'],
  );
  t.equal(
    runs[1]?.said,
    'It was reset. The model is wrong: feeder-hang took 12.001 s, computed are 12 s at worst.',
  );
});

t.test('a scenario that does not end fails; its machine is stopped', async (t) => {
  const guest = fakeGuest();
  const scenario = fakeScenario(
    'stuck',
    async (lab) => {
      await lab.boot();
      return never();
    },
    { limitMs: () => 50 },
  );
  const setup = setupFor(t.testdir({}), [scenario, fakeScenario('next')], {
    machines: [fakeKind({ boot: async () => guest })],
    graceMs: 20,
  });
  const { runs } = await runJobs(setup);
  t.strictSame(
    runs.map(({ result }) => result),
    ['failed', 'passed'],
  );
  t.match(runs[0]?.said, /did not come to an end within 0.05 s/);
  t.ok(guest.isStopped());
});

t.test('a run that takes too much disk fails and says so; its machine is stopped', async (t) => {
  const guest = fakeGuest();
  const fills = fakeScenario('fills', async (lab) => {
    await lab.boot();
    writeFileSync(join(lab.folder, 'disk'), Buffer.alloc(3 * MIB, 1));
    return never();
  });
  const setup = setupFor(t.testdir({}), [fills, fakeScenario('next')], {
    machines: [fakeKind({ boot: async () => guest })],
    ...{ graceMs: 20, diskBytes: 2 * MIB },
  });
  const { runs } = await runJobs(setup);
  t.strictSame(
    runs.map(({ result }) => result),
    ['failed', 'passed'],
  );
  t.match(runs[0]?.said, /^It took more disk than the 2 MiB of --disk-limit: [34] MiB\.$/);
  t.ok(guest.isStopped());
});

t.test('a machine that talks without end fails its run', async (t) => {
  const guest = fakeGuest();
  Object.assign(guest.machine, { saidBytes: 65 * MIB });
  const talks = fakeScenario('talks', async (lab) => {
    await lab.boot();
    return never();
  });
  const machines = [fakeKind({ boot: async () => guest })];
  const { runs } = await runJobs(setupFor(t.testdir({}), [talks], { machines, graceMs: 20 }));
  t.match(runs[0], { result: 'failed', said: /^Its machines said more than 64 MiB on their serial lines/ });
});

t.test('files of a machine that have no name any more count, too', async (t) => {
  if (!need(t, [{ command: 'setpriv', debian: 'util-linux' }])) return;
  const under = t.testdir({});
  const script =
    'exec 3>"$TMPDIR/f"; rm "$TMPDIR/f"; head -c 3145728 /dev/zero | tr "\\0" x >&3; echo "written to $TMPDIR"; exec sleep 600';
  const machine = new Emulator({ command: 'sh', args: ['-c', script, 'sh'], shell: false, under });
  t.teardown(() => machine.stop());
  const done = await machine.waitFor(({ text }) => text.startsWith('written'), 60_000);
  t.match(done?.text, `written to ${under}/wdgen-machine-`);
  t.ok(machine.unnamedBytes >= 3 * MIB && machine.unnamedBytes < 4 * MIB, `${machine.unnamedBytes}`);
  t.match(excess({ folder: under, machines: () => [machine], limitBytes: 2 * MIB }), /2 MiB of --disk-limit/);
  t.equal(excess({ folder: under, machines: () => [machine], limitBytes: 8 * MIB }), undefined);
});

t.test('when the time for all is over nothing more is started', async (t) => {
  const slow = fakeScenario('slow', async () => {
    await pause(60);
    return PASSED;
  });
  const setup = setupFor(t.testdir({}), [fakeScenario('quick'), slow, fakeScenario('late')], { totalMs: 30 });
  const { runs, unrun } = await runJobs(setup);
  t.strictSame(
    runs.map(({ job }) => job.name),
    ['quick'],
  );
  t.strictSame(
    unrun.map(({ name }) => name),
    ['slow', 'late'],
  );
});

t.test('an emulator that fails is no failed scenario, and ends the rehearsal', async (t) => {
  const kind = fakeKind({
    boot: async () => {
      throw new EmulatorFault('qemu-system-x86_64: not found');
    },
  });
  const boots = fakeScenario('boots', async (lab) => {
    await lab.boot();
    return PASSED;
  });
  const { runs, unrun, fault } = await runJobs(
    setupFor(t.testdir({}), [boots, fakeScenario('next')], { machines: [kind] }),
  );
  t.strictSame(runs, []);
  t.equal(unrun.length, 2);
  t.match(fault, { reason: 'qemu-system-x86_64: not found' });
});

t.test('a mistake in a scenario stops the others and is thrown', async (t) => {
  const guest = fakeGuest();
  const waits = fakeScenario('waits', async (lab) => {
    await lab.boot();
    return never();
  });
  const bad = fakeScenario('bad', async () => {
    await pause(20);
    throw new TypeError('x is not a function');
  });
  const machines = [fakeKind({ boot: async () => guest })];
  const setup = setupFor(t.testdir({}), [waits, bad], { machines, parallel: 2, graceMs: 20 });
  await t.rejects(runJobs(setup), new TypeError('x is not a function'));
  t.ok(guest.isStopped());
});

t.test('an interrupt stops what runs and starts nothing more', async (t) => {
  const controller = new AbortController();
  const late = fakeGuest();
  let release = () => {};
  const kind = fakeKind({
    boot: () => new Promise((resolve) => (release = () => resolve(late))),
  });
  const scenario = fakeScenario('boots', async (lab) => {
    await lab.boot();
    return PASSED;
  });
  const setup = setupFor(t.testdir({}), [scenario, fakeScenario('next')], {
    machines: [kind],
    signal: controller.signal,
  });
  const ended = runJobs(setup);
  await pause(10);
  controller.abort();
  await pause(10);
  release();
  const { runs, unrun } = await ended;
  t.strictSame(runs, []);
  t.equal(unrun.length, 2);
  t.ok(late.isStopped(), 'a machine that comes up after the interrupt is stopped too');
});

t.test('as many runs at once as asked for, each with a folder of its own', async (t) => {
  const folder = t.testdir({});
  let now = 0;
  let most = 0;
  const scenario = (id: string) =>
    fakeScenario(id, async (lab) => {
      most = Math.max(most, ++now);
      t.ok(existsSync(lab.folder));
      await pause(10);
      now--;
      return PASSED;
    });
  const all = ['a', 'b', 'c', 'd', 'e'].map(scenario);
  const { runs } = await runJobs(setupFor(folder, all, { parallel: 2 }));
  t.equal(most, 2);
  t.strictSame(
    runs.map(({ job }) => job.name),
    ['a', 'b', 'c', 'd', 'e'],
    'told in their order',
  );
  t.strictSame(readdirSync(folder), [], 'the folder of a run goes with it');
  t.notOk(existsSync(join(folder, 'a')));
});
