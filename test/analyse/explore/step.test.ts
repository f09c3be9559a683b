// The stepper against tables worked out by hand: what the generated programs do from one state to the next.
import t from 'tap';
import type { Bounds } from '../../../src/analyse/explore/events.js';
import { search } from '../../../src/analyse/explore/search.js';
import { startsOf } from '../../../src/analyse/explore/searches.js';
import { powerOn, type State, type World } from '../../../src/analyse/explore/state.js';
import { stepsFrom } from '../../../src/analyse/explore/step.js';
import { sayTime } from '../../../src/analyse/explore/story.js';
import { soundMachine, withReboot } from './lib.js';

const machine = soundMachine();
const SOUND: World = { slots: ['sound', 'sound'], writable: true };
const QUIET: Bounds = { faults: 0, kinds: [], nets: [], guards: false };
const [settled, updated] = startsOf(machine);

/** Lets the machine run by itself, and tells each step. */
function run(world: World, from: State, most: number): string[] {
  const told: string[] = [];
  let state = from;
  while (told.length < most) {
    const step = stepsFrom(machine, world, QUIET, state)[0];
    if (step === undefined) break;
    state = step.to;
    told.push(`${step.event.what} ${sayTime(step.ms)} -> ${state.stage} ${state.env.left.join('/')}`);
  }
  return told;
}

const start = (over: Partial<State> = {}) => {
  if (settled === undefined) throw new Error('no start');
  return powerOn(machine, settled, over);
};

t.test('a start that goes well: counted, and refilled when it is marked good', async (t) => {
  t.same(run(SOUND, start(), 9), [
    'firmware-starts 1 min -> loader 3/3',
    'boots 10 s -> kernel 2/3',
    'kernel-starts 30 s -> init 2/3',
    'comes-up 1 min -> trial 2/3',
    'marks-good 0 s -> good 3/3',
    'round 10 min -> good 3/3',
  ]);
});

t.test('slot A hangs: three watchdog resets, and then slot B boots', async (t) => {
  const told = run({ slots: ['hangs', 'sound'], writable: true }, start(), 20);
  const boots = told.filter((line) => line.startsWith('boots'));
  t.same(boots, [
    'boots 10 s -> kernel 2/3',
    'boots 10 s -> kernel 1/3',
    'boots 10 s -> kernel 0/3',
    'boots 10 s -> kernel 0/2',
  ]);
  t.equal(told.filter((line) => line.startsWith('watchdog-resets')).length, 3);
  t.match(told.at(-1), /-> good 0\/3$/);
});

t.test('every slot fails its checks: refilled once, and then it stays up degraded', async (t) => {
  const told = run({ slots: ['breaks', 'breaks'], writable: true }, start(), 200);
  const boots = told.filter((line) => line.startsWith('boots'));
  t.equal(boots.length, 13, '2 x 3 tries, twice, and the last boot, which is not counted');
  const end = told.findIndex((line) => line.startsWith('stays-degraded'));
  t.equal(told[end], 'stays-degraded 2 min -> degraded 0/0');
  t.ok(
    told.slice(end + 1).every((line) => line.startsWith('round')),
    'and stays up',
  );
});

t.test('the ladder: rounds, a reboot that gives the try back, budget and streak', async (t) => {
  const dead = start({ net: 'none', env: settled ?? start().env });
  const graph = search({ machine, world: SOUND, bounds: QUIET }, [dead]);
  const reboots = graph.edges.flat().filter(({ event }) => event.what === 'ladder-reboots');
  t.ok(reboots.length > 0);
  t.ok(reboots.every(({ event }) => event.what === 'ladder-reboots' && event.excused));
  t.ok(graph.states.every(({ marks, recent }) => marks === recent && recent <= 1));
  t.equal(Math.max(...graph.states.map(({ streak }) => streak)), 3, 'the limit of reboots in a row');
  const guarded = search({ machine, world: SOUND, bounds: QUIET }, [{ ...dead, guards: 1 }]);
  t.notOk(
    guarded.edges.flat().some(({ event }) => event.what === 'ladder-reboots'),
    'a guard holds it back',
  );
  const alive = search({ machine, world: SOUND, bounds: QUIET }, [{ ...dead, net: 'lan' }]);
  t.notOk(
    alive.edges.flat().some(({ event }) => event.what === 'ladder-reboots'),
    'only the internet is out',
  );
  const vetoed = withReboot(machine, { vetoes: ['link'] });
  const linked = search({ machine: vetoed, world: SOUND, bounds: QUIET }, [{ ...dead, net: 'link' }]);
  t.notOk(
    linked.edges.flat().some(({ event }) => event.what === 'ladder-reboots'),
    'a veto forbids it',
  );
});

t.test('a power cut can come before and after a boot is counted', async (t) => {
  const bounds: Bounds = { ...QUIET, faults: 1, kinds: ['cut'] };
  const cuts = stepsFrom(machine, SOUND, bounds, { ...start(), stage: 'loader', faults: 1 })
    .filter(({ event }) => event.what === 'power-cut')
    .map(({ event, to }) => [event.what === 'power-cut' && event.when, to.stage, to.env.left.join('/')]);
  t.same(cuts, [
    ['before-saving', 'off', '3/3'],
    ['after-saving', 'off', '2/3'],
  ]);
});

t.test('a hang of a stage that nothing guards has no way on', async (t) => {
  const blind = { ...machine, watchdog: { ...machine.watchdog, init: null } };
  const hung: State = { ...start(), stage: 'init', hung: true, slot: 0 };
  t.same(stepsFrom(blind, SOUND, QUIET, hung), []);
  t.equal(stepsFrom(machine, SOUND, QUIET, hung)[0]?.event.what, 'watchdog-resets');
});

t.test('the bound on states is kept, and told', async (t) => {
  t.ok(updated);
  const bounds: Bounds = { faults: 2, kinds: ['cut', 'hang'], nets: [], guards: false };
  const graph = search({ machine, world: SOUND, bounds }, [start({ faults: 2 })], 20);
  t.equal(graph.complete, false);
  t.ok(graph.states.length < 40, `${graph.states.length} states`);
});
