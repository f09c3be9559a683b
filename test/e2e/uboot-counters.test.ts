// The same as uboot-table.test.ts in bulk: 28 values of one counter with 28 of the other, and 14 orders with 9 pairs.
// One real U-Boot works through hundreds of them, because booting is a line on the console here.
import t, { type Test } from 'tap';
import { figure } from '../lib/figures.js';
import { need } from '../tools/lib/need.js';
import { type RaucState, raucModel } from './lib/rauc-model.js';
import * as table from './lib/rauc-table.js';
import { ubootTools } from './lib/uboot.js';
import { CHUNK, consoles, SLOTS, TRIES, untilBoot } from './lib/uboot-bulk.js';

/** Values of a counter: unset, empty, counts in every spelling, and what is no count. */
const COUNTERS = [
  ...[undefined, '', '0', '1', '2', '3', '4', '9', '10', '16', 'a', 'f', 'ff', '0x3', '010', '-1', '+3'],
  ...['1e3', '4294967296', '4294967299', ' 3', '3 ', '3;echo canary', '$(echo 3)', '"3"', "3'", '1 -o 1'],
  'é',
];
const ORDERS = [
  ...[undefined, '', 'A', 'B', 'B A', 'A A', 'C', 'A C', 'a b', 'B;echo canary', "B' A", '$(echo B)'],
  ...['${BOOT_A_LEFT} B', `${'X'.repeat(4094)} B`],
];
const FEW = ['0', '1', '3'];

const pairs = COUNTERS.flatMap((a) => COUNTERS.map((b) => table.state('A B', a, b)));
const orders = ORDERS.flatMap((order) => FEW.flatMap((a) => FEW.map((b) => table.state(order, a, b))));

/** The number of cases in which U-Boot decides as the model does; tells of each that does not. */
async function judge(t: Test, cases: readonly RaucState[]): Promise<number> {
  const found = await consoles(t, cases);
  t.equal(found.length, cases.length);
  let right = 0;
  for (const [index, one] of cases.entries()) {
    const text = untilBoot(found[index] ?? '');
    const expected = table.expectedOf(raucModel(table.withoutEmpty(one), SLOTS, TRIES));
    const what = JSON.stringify(table.variablesOf(one)).slice(0, 120);
    const same = JSON.stringify(table.decisionOf(text)) === JSON.stringify(expected);
    const quiet = !/^canary/m.test(found[index] ?? '');
    if (!same) t.same(table.decisionOf(text), expected, what);
    if (!quiet) t.fail(`a value is run as a command: ${what}`);
    if (same && quiet) right++;
  }
  t.equal(right, cases.length, `${cases.length} decisions are the model's`);
  return right;
}

if (need(t, ubootTools)) {
  t.jobs = 2;
  const half = Math.ceil(pairs.length / 2 / CHUNK) * CHUNK;
  const held: number[] = [];
  for (const [name, cases] of [
    ['counters, the first half', pairs.slice(0, half)],
    ['counters, the second half', pairs.slice(half)],
  ] as const) {
    t.test(name, { buffered: true }, async (t) => {
      held.push(await judge(t, cases));
    });
  }
  t.test('orders', { buffered: true }, async (t) => {
    const right = await judge(t, orders);
    figure(34, { part: 'decisions of a real U-Boot', cases: orders.length, held: right });
  });
  t.teardown(() => {
    const right = held.reduce((sum, count) => sum + count, 0);
    if (held.length === 2)
      figure(33, { part: 'decisions of a real U-Boot', cases: pairs.length, held: right });
  });
}
