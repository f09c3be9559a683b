// Boot counting of the real systemd-boot, against the model that the exploration of scheme systemd-boot goes by.
import t from 'tap';
import { booksOf } from '../../src/analyse/explore/counting/index.js';
import { plainEnv } from '../../src/analyse/explore/counting/types.js';
import { UNCOUNTED } from '../../src/analyse/explore/state.js';
import { soundMachine, withRollback } from '../analyse/explore/lib.js';
import { figure } from '../lib/figures.js';
import { need } from '../tools/lib/need.js';
import { decisions, sdbootTools } from './lib/sdboot-lab.js';

/** Tries left of two entries; the newer one is now this one and now that. */
const LEFT = [UNCOUNTED, 0, 1, 2, 3];
const STATES = LEFT.flatMap((one, row) =>
  LEFT.map((other, column) => ({ left: [one, other], first: (row + column) % 2 })),
);

/** systemd-boot shows the greater name first, as it shows the newer version. */
const entryOf = (slot: number, first: number) => `v${slot === first ? 2 : 1}`;

/** The name of an entry's file: with a count of tries that were taken, or with none. */
function fileOf(entry: string, left: number, done: number): string {
  if (left === UNCOUNTED) return entry;
  return done === 0 ? `${entry}+${left}` : `${entry}+${left}-${done}`;
}

t.test('every decision is the one of the model, and every try is taken away', async (t) => {
  if (!need(t, sdbootTools)) return;
  const machine = withRollback(soundMachine(), { scheme: 'systemd-boot' }).rollback;
  if (machine === null) throw new Error('no rollback');
  const world = { slots: ['sound', 'sound'], writable: true } as const;
  const filesOf = (left: readonly number[], first: number, done: readonly number[]) =>
    left.map((tries, slot) => fileOf(entryOf(slot, first), tries, done[slot] ?? 0)).sort();
  const before = STATES.map(({ left, first }) => left.map((tries) => (tries === 0 ? 3 : first)));
  const found = await decisions(
    t,
    STATES.map(({ left, first }, index) => filesOf(left, first, before[index] ?? [])),
  );
  const expected = STATES.map((state, index) => {
    const { slot, saves } = booksOf(machine).choose(machine, { ...plainEnv(2, 0), ...state }, world);
    const left = saves.at(-1)?.left ?? state.left;
    // An entry that is used up boots when nothing else is left; the try is noted all the same.
    const counts = state.left[slot] !== UNCOUNTED;
    const done = (before[index] ?? []).map((count, one) => (one === slot && counts ? count + 1 : count));
    const entry = entryOf(slot, state.first);
    const path = `\\loader\\entries\\${fileOf(entry, left[slot] ?? 0, done[slot] ?? 0)}.conf\0`;
    return { boots: entry, files: filesOf(left, state.first, done), counted: counts ? path : undefined };
  });
  t.strictSame(found, expected);
  if (t.passing())
    figure(38, { part: 'decisions of a real systemd-boot', cases: STATES.length, held: STATES.length });
});
