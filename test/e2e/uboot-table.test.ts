// What the generated script of rauc-uboot decides, against a model in TypeScript: counters and orders that are unset,
// wrong, foreign or hostile. Real U-Boot, from its start to the kernel's for each case; wd_store only prints, so that every
// case starts afresh on one machine. uboot-counters.test.ts has all pairs of values, without a start for each.
import t from 'tap';
import { repeats } from '../tools/lib/full.js';
import { need } from '../tools/lib/need.js';
import { type RaucState, raucModel } from './lib/rauc-model.js';
import * as table from './lib/rauc-table.js';
import { ubootTools } from './lib/uboot.js';
import { labPlan, UbootLab } from './lib/uboot-lab.js';

const SLOTS = ['A', 'B'];
const TRIES = 3;

/** Values of a counter. An empty one is none: U-Boot deletes a variable that becomes empty. */
const COUNTERS = [
  ...[
    undefined,
    '',
    '0',
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
    '8',
    '9',
    '10',
    '16',
    'a',
    'f',
    'ff',
    '0x3',
    '010',
    '-1',
    '+3',
  ],
  ...[
    '1e3',
    '4294967299',
    '3 ',
    '3;echo canary',
    '$(echo 3)',
    '"3"',
    '${BOOT_ORDER}',
    "3'",
    '1 -o 1',
    '= x',
    'é',
  ],
];
const ORDERS = [
  ...[
    undefined,
    '',
    'A',
    'B',
    'A B',
    'B A',
    'A A',
    'C',
    'A C',
    'C B',
    'a b',
    'B;echo canary',
    'B  A',
    '-n B',
  ],
  ...['*', '+recovery', '${BOOT_A_LEFT}', `${'X '.repeat(2047)}B`],
];

/** Every value of one counter with one (in full: four) of the other; every order with two (five) pairs; the flags. */
function casesOf(): RaucState[] {
  const pairs = COUNTERS.flatMap((a, i) =>
    Array.from({ length: repeats(1, 4) }, (_, k) =>
      table.state('A B', a, COUNTERS[(i * 5 + k * 7 + 3) % COUNTERS.length]),
    ),
  );
  const few = ['0', '1', '3'];
  const orders = ORDERS.flatMap((order) =>
    [
      ['0', '1'],
      ['1', '3'],
      ['0', '0'],
      ['1', '0'],
      ['3', '3'],
    ]
      .slice(0, repeats(2, 5))
      .map(([a, b]) => table.state(order, a, b)),
  );
  const lost = ORDERS.slice(0, 6).map((order) => table.state(order, undefined, undefined));
  const flags = ['0', '1', '2', 'x'].flatMap((flag) => [
    ...few.map((a) => ({ ...table.state('A B', a, '0'), refilled: flag })),
    ...few.map((a) => ({ ...table.state('B A', a, '2'), intent: flag })),
    { ...table.state('A B', '0', '0'), intent: '1', refilled: flag },
  ]);
  return [...pairs, ...orders, ...lost, ...flags];
}

const half = (all: readonly RaucState[], which: number) => all.filter((_, index) => index % 2 === which);

if (need(t, ubootTools)) {
  const cases = casesOf();
  t.ok(cases.length >= repeats(100, 180), `${cases.length} cases`);
  t.jobs = 2;
  for (const which of [0, 1]) {
    t.test(`half ${which + 1} of the table`, async (t) => {
      const mine = half(cases, which);
      const machine = new UbootLab(t, {
        plan: labPlan({ tries: TRIES }),
        files: Object.fromEntries(mine.map((one, index) => [`cases/${index}.txt`, table.fileOf(one)])),
        start: [
          'virtio scan',
          'load virtio 0:1 ${pxefile_addr_r} cases/${case}.txt',
          'env import -t ${pxefile_addr_r} ${filesize}',
        ],
        before: [`setenv wd_store '${table.PRINT}'`],
      });
      for (const [index, one] of mine.entries()) {
        const boot = await machine.boot(`setenv case ${index}`);
        const expected = table.expectedOf(raucModel(table.withoutEmpty(one), SLOTS, TRIES));
        const what = JSON.stringify(table.variablesOf(one)).slice(0, 120);
        t.same(table.decisionOf(boot.text), expected, what);
        t.notMatch(boot.text, /^canary/m, 'no value is run as a command');
      }
    });
  }
}
