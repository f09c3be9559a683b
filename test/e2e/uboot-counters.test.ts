// The same as uboot-table.test.ts in bulk: 28 values of one counter with 28 of the other, and 14 orders with 9 pairs.
// One real U-Boot works through hundreds of them, because booting is a line on the console here.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { figure } from '../lib/figures.js';
import { need } from '../tools/lib/need.js';
import { type RaucState, raucModel } from './lib/rauc-model.js';
import * as table from './lib/rauc-table.js';
import { bootScript, makeDisk, UbootMachine, ubootTools } from './lib/uboot.js';

const SLOTS = ['A', 'B'];
const TRIES = 3;

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

/** Works through the cases in `list`, in `folder` of the disk. */
const LOOP = `for n in \${list}; do
  for v in ${table.NAMES.join(' ')}; do setenv \${v}; done
  load virtio 0:1 \${pxefile_addr_r} \${folder}/\${n}.txt
  env import -t \${pxefile_addr_r} \${filesize}
  echo "CASE \${n}"
  source \${ramdisk_addr_r}
done
`;
const SETUP = [
  'virtio scan; load virtio 0:1 ${ramdisk_addr_r} boot.scr; load virtio 0:1 ${scriptaddr} loop.scr',
  `setenv wd_store '${table.PRINT}'`,
];
/** Cases in one folder, and in one line at the prompt. */
const CHUNK = 28;

/** What the console shows for each case. */
async function consoles(t: Test, cases: readonly RaucState[]): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wdgen-uboot-'));
  const files = cases.map((one, index) => [placeOf(index), table.fileOf(one)] as const);
  const disk = makeDisk(folder, {
    'boot.scr': bootScript(folder, table.scriptForMany(TRIES)),
    'loop.scr': bootScript(folder, LOOP),
    ...Object.fromEntries(SLOTS.map((slot) => [`${slot}/Image`, 'loads'])),
    ...Object.fromEntries(files),
  });
  const machine = new UbootMachine(disk);
  t.teardown(async () => {
    await machine.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  for (const line of SETUP) await machine.type(line);
  const found: string[] = [];
  for (let first = 0; first < cases.length; first += CHUNK) {
    const list = cases.slice(first, first + CHUNK).map((_, index) => index);
    const { text, end } = await machine.type(
      `setenv folder cases${first / CHUNK}; setenv list '${list.join(' ')}'; source \${scriptaddr}`,
    );
    const parts = text.split(/^CASE \d+\n/m).slice(1);
    if (end !== 'prompt' || parts.length !== list.length) throw new Error(`U-Boot has ended early:\n${text}`);
    found.push(...parts);
  }
  return found;
}

const placeOf = (index: number) => `cases${Math.floor(index / CHUNK)}/${index % CHUNK}.txt`;

/** Up to the first boot: what follows is there only because the boot was none. */
const untilBoot = (text: string) => /^[\s\S]*?^\[kernel .*\n/m.exec(text)?.[0] ?? text;

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
