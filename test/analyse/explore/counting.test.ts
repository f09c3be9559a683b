// What each scheme's books say about the next boot: against the model that real U-Boot is compared with, and by hand.
import t from 'tap';
import { booksOf } from '../../../src/analyse/explore/counting/index.js';
import { ROLLBACK_HABITS, type RollbackMachine } from '../../../src/analyse/explore/machine.js';
import { BAD, type Env, RECOVERY, UNCOUNTED, type World } from '../../../src/analyse/explore/state.js';
import { type RaucState, raucModel } from '../../e2e/lib/rauc-model.js';

const TRIES = 3;
const SOUND: World = { slots: ['sound', 'sound'], writable: true };

function rollback(over: Partial<RollbackMachine> = {}): RollbackMachine {
  return {
    scheme: 'rauc-uboot',
    slots: ['A', 'B'],
    tries: TRIES,
    exhausted: 'refill-once',
    atomicSave: true,
    checksNeed: null,
    checksMs: 120_000,
    habits: ROLLBACK_HABITS,
    ...over,
  };
}

const env = (over: Partial<Env> = {}): Env => ({
  left: [TRIES, TRIES],
  first: 0,
  refilled: false,
  intent: false,
  trial: false,
  count: 0,
  spent: 0,
  ...over,
});

const DIGITS = [BAD, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const FLAGS = [false, true];
const names = ['A', 'B'];

/** The state of the model of test/e2e that stands for an environment. */
function modelState({ left, first, refilled, intent }: Env): RaucState {
  const text = (value = BAD) => (value === BAD ? 'x' : String(value));
  return {
    order: first === 0 ? 'A B' : 'B A',
    left: { A: text(left[0]), B: text(left[1]) },
    refilled: refilled ? '1' : '0',
    intent: intent ? '1' : '0',
  };
}

t.test('rauc-uboot decides as the model of the e2e table, for every counter, order and flag', async (t) => {
  let compared = 0;
  for (const a of DIGITS)
    for (const b of DIGITS)
      for (const first of [0, 1])
        for (const refilled of FLAGS)
          for (const intent of FLAGS) {
            const start = env({ left: [a, b], first, refilled, intent });
            const expected = raucModel(modelState(start), names, TRIES);
            const { slot, degraded, saves } = booksOf(rollback()).choose(rollback(), start, SOUND);
            const last = saves.at(-1);
            t.same(
              { slot: names[slot], degraded, saved: last === undefined ? null : modelState(last) },
              expected,
              JSON.stringify(start),
            );
            compared += 1;
          }
  t.equal(compared, 11 * 11 * 2 * 2 * 2);
});

t.test('rauc-uboot: a slot that cannot be loaded pays, and gives way in the same run', async (t) => {
  const books = booksOf(rollback());
  const missing: World = { slots: ['missing', 'sound'], writable: true };
  const counted = books.choose(rollback(), env(), missing);
  t.match(counted, { slot: 1, degraded: false });
  t.same(
    counted.saves.map(({ left }) => left),
    [
      [2, 3],
      [2, 2],
    ],
  );
  const excused = books.choose(rollback(), env({ intent: true }), missing);
  t.same(
    excused.saves.map(({ left, intent }) => [left, intent]),
    [
      [[3, 3], false],
      [[2, 3], false],
      [[2, 2], false],
    ],
    'an intended reboot does not spare a slot that does not load',
  );
  const nothing = books.choose(rollback(), env(), { slots: ['missing', 'missing'], writable: true });
  t.match(nothing, { slot: -1, hurry: true });
});

t.test('rauc-uboot: what cannot be saved boots degraded, and is not refilled', async (t) => {
  const books = booksOf(rollback());
  const unsaved: World = { ...SOUND, writable: false };
  t.match(books.choose(rollback(), env(), unsaved), { slot: 0, degraded: true, saves: [] });
  t.match(books.choose(rollback(), env({ left: [0, 0] }), unsaved), { slot: 0, degraded: true, saves: [] });
});

t.test('recovery and stay-degraded are ends', async (t) => {
  const used = env({ left: [0, 0] });
  const recovery = rollback({ exhausted: 'recovery' });
  t.match(booksOf(recovery).choose(recovery, used, SOUND), { slot: RECOVERY, saves: [] });
  const stay = rollback({ exhausted: 'stay-degraded' });
  t.match(booksOf(stay).choose(stay, used, SOUND), { slot: 0, degraded: true, saves: [] });
});

t.test('uboot-bootcount: the slots of an update, boot by boot', async (t) => {
  const scheme = rollback({ scheme: 'uboot-bootcount' });
  const books = booksOf(scheme);
  let now = books.updated(scheme);
  const boots = Array.from({ length: 14 }, () => {
    const { slot, degraded, saves } = books.choose(scheme, now, SOUND);
    now = saves.at(-1) ?? now;
    return `${names[slot]}${now.count}${degraded ? ' degraded' : ''}`;
  });
  t.same(boots, [
    ...['B1', 'B2', 'B3', 'A1', 'A2', 'A3'],
    ...['A1', 'A2', 'A3', 'B1', 'B2', 'B3'],
    ...['A4 degraded', 'A4 degraded'],
  ]);
  const good = books.markGood(scheme, books.updated(scheme), 1);
  t.match(
    books.choose(scheme, good, SOUND),
    { slot: 1, degraded: false, saves: [] },
    'a good slot is not counted',
  );
});

t.test('systemd-boot and grub: an update that never passes', async (t) => {
  for (const [scheme, expected] of [
    ['systemd-boot', ['B', 'B', 'B', 'A', 'A']],
    ['grub', ['B', 'B', 'B', 'A', 'A']],
  ] as const) {
    const machine = rollback({ scheme, exhausted: 'stay-degraded' });
    const books = booksOf(machine);
    let now = books.updated(machine);
    const boots = expected.map(() => {
      const { slot, saves } = books.choose(machine, now, SOUND);
      now = saves.at(-1) ?? now;
      return names[slot];
    });
    t.same(boots, expected, scheme);
  }
  const entries = rollback({ scheme: 'systemd-boot' });
  t.equal(booksOf(entries).mayReboot(env({ left: [0, 0] }), 0, false), false, 'every entry is used up');
  t.equal(booksOf(entries).mayReboot(env({ left: [UNCOUNTED, 2] }), 1, false), true);
});

t.test('rauc-bootmeth: an intended reboot gets its try back', async (t) => {
  const scheme = rollback({ scheme: 'rauc-bootmeth', exhausted: 'recovery' });
  const { saves } = booksOf(scheme).choose(scheme, env({ intent: true }), SOUND);
  t.same(
    saves.map(({ left, intent }) => [left[0], intent]),
    [
      [2, true],
      [3, false],
    ],
  );
  t.match(booksOf(scheme).choose(scheme, env({ left: [0, 0] }), SOUND), { slot: RECOVERY });
});
