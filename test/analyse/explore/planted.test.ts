// Planted defects of the machine: each breaks its property, the counterexample is replayed step by step, and ends in what
// the defect is about. The sound machine that they are planted in breaks nothing.
import t from 'tap';
import type { Machine } from '../../../src/analyse/explore/machine.js';
import { storyOf } from '../../../src/analyse/explore/story.js';
import type { Trace } from '../../../src/analyse/explore/trace.js';
import { brokenOf, replay, soundMachine, withHabits, withLadder, withReboot, withRollback } from './lib.js';

const sound = soundMachine();

t.test('the sound machine breaks no property', async (t) => {
  const { exploration, traces } = brokenOf(sound);
  t.strictSame([...traces.keys()], []);
  t.ok(exploration.complete);
  const cuts = exploration.powerCuts?.trace;
  t.equal(cuts === undefined ? 'no trace' : replay(cuts), null);
  t.equal(exploration.powerCuts?.cuts, 3, 'a good slot is given up after as many power cuts as it has tries');
});

interface Defect {
  readonly what: string;
  readonly machine: Machine;
  readonly breaks: string;
  /** What the last state, or the loop, shows. */
  readonly shows: (trace: Trace) => boolean;
}

const last = ({ steps }: Trace) => steps.at(-1)?.to;
const loopHas = ({ steps, repeatsFrom }: Trace, what: string) =>
  repeatsFrom !== null && steps.slice(repeatsFrom).some(({ event }) => event.what === what);
const count = ({ steps }: Trace, what: string) => steps.filter(({ event }) => event.what === what).length;
const stay = withRollback(sound, { exhausted: 'stay-degraded' });

const DEFECTS: readonly Defect[] = [
  {
    what: 'no terminal state',
    machine: withHabits(stay, { degrades: false }),
    breaks: 'has-end',
    shows: (trace) => loopHas(trace, 'boots') && trace.world.slots.every((slot) => slot !== 'sound'),
  },
  {
    what: 'counters are refilled every time',
    machine: withHabits(sound, { refills: 'always' }),
    breaks: 'has-end',
    shows: (trace) => trace.world.slots.every((slot) => slot !== 'sound') && trace.repeatsFrom !== null,
  },
  {
    what: 'the counter is never decremented',
    machine: withHabits(sound, { counts: false }),
    breaks: 'no-reset-loop',
    shows: (trace) => loopHas(trace, 'boots') && trace.world.slots.includes('sound'),
  },
  {
    what: 'a slot is marked good before its health checks',
    machine: withHabits(sound, { checksFirst: false }),
    breaks: 'marks-only-health',
    shows: (trace) => trace.world.slots[last(trace)?.slot ?? -1] !== 'sound',
  },
  {
    what: 'an unreadable counter counts as full, and is not counted down',
    machine: withHabits(sound, { badCounterIsNone: false, counts: false }),
    breaks: 'no-reset-loop',
    shows: (trace) => loopHas(trace, 'boots'),
  },
  {
    what: 'a boot that can neither be counted nor marked good does not stay up',
    machine: withHabits(sound, { unsavedDegrades: false, unmarkedStays: false }),
    breaks: 'no-reset-loop',
    shows: (trace) => !trace.world.writable && loopHas(trace, 'gives-up'),
  },
  {
    what: 'a single copy of the environment',
    machine: withRollback(sound, { atomicSave: false }),
    breaks: 'power-cuts',
    shows: (trace) => count(trace, 'power-cut') === 1 && last(trace)?.slot === 0,
  },
  {
    what: 'health checks that need the network',
    machine: withRollback(sound, { checksNeed: 'lan' }),
    breaks: 'outage-spares-slots',
    shows: (trace) => count(trace, 'gives-up') === 3 && last(trace)?.slot === 1,
  },
  {
    what: 'ladder reboots that burn tries',
    machine: withReboot(sound, {}, { givesTryBack: false }),
    breaks: 'outage-spares-slots',
    shows: (trace) => count(trace, 'ladder-reboots') === 1 && last(trace)?.env.left[0] === 2,
  },
  {
    what: 'a budget on the wall clock',
    machine: withReboot(sound, {}, { clock: 'wall' }),
    breaks: 'budget-holds',
    shows: (trace) => count(trace, 'ladder-reboots') === 2 && count(trace, 'window-passes') === 0,
  },
  {
    what: 'a budget that is not written before the reboot',
    machine: withReboot(sound, {}, { recordsFirst: false }),
    breaks: 'budget-holds',
    shows: (trace) => count(trace, 'ladder-reboots') === 2 && count(trace, 'window-passes') === 0,
  },
  {
    what: 'no limit of reboots in a row',
    machine: withReboot(sound, { neverUp: null }),
    breaks: 'outage-ends-reboots',
    shows: (trace) => loopHas(trace, 'ladder-reboots') && last(trace)?.net !== 'server',
  },
  {
    what: 'a veto that succeeds whenever the reboot is asked for',
    machine: withReboot(sound, { vetoes: ['none'] }),
    breaks: 'steps-reachable',
    shows: (trace) => loopHas(trace, 'round') && last(trace)?.net === 'none',
  },
  {
    what: 'a guard that always holds',
    machine: withLadder(sound, (ladder) => ({
      ...ladder,
      guards: ladder.guards.map((guard) => ({ ...guard, always: true })),
    })),
    breaks: 'steps-reachable',
    shows: (trace) => loopHas(trace, 'round'),
  },
  {
    what: 'no watchdog',
    machine: {
      ...sound,
      watchdog: { loader: null, kernel: null, init: null, running: null, stopping: null },
    },
    breaks: 'never-stranded',
    shows: (trace) => last(trace)?.hung === true,
  },
];

for (const { what, machine, breaks, shows } of DEFECTS) {
  t.test(what, async (t) => {
    const { traces } = brokenOf(machine);
    const trace = traces.get(breaks);
    t.ok(trace, `${breaks} is broken`);
    if (trace === undefined) return;
    t.equal(replay(trace), null, 'the counterexample can be replayed');
    t.ok(
      shows(trace),
      storyOf(trace)
        .map(({ ms, text }) => `${ms}: ${text}`)
        .join('; '),
    );
    t.ok(
      storyOf(trace).every(({ ms }, index, all) => ms >= (all[index - 1]?.ms ?? 0)),
      'the times go forward',
    );
  });
}

t.test('a replay that was tampered with is noticed', async (t) => {
  const trace = brokenOf(withRollback(sound, { checksNeed: 'lan' })).traces.get('outage-spares-slots');
  t.ok(trace);
  if (trace === undefined) return;
  t.match(replay({ ...trace, steps: trace.steps.slice(1) }), /not possible/);
  t.match(replay({ ...trace, machine: sound }), /not possible/, 'the sound machine cannot do that');
  t.match(replay({ ...trace, repeatsFrom: 2 }), /does not come back/);
});
