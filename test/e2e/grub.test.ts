// The generated /etc/grub.d/08_wdgen in a real GRUB, which reads and saves its environment block on a real FAT.
import { execFileSync } from 'node:child_process';
import t from 'tap';
import { commitFiles, fileOf } from '../lib/commit-files.js';
import { figure } from '../lib/figures.js';
import { slotFixture } from '../lib/plan-rollback.js';
import { need } from '../tools/lib/need.js';
import { GrubDisk, grubTools, type Variables } from './lib/grub-lab.js';

const SLOTS = ['A', 'B', 'C'];

/** What the script prints into grub.cfg. */
function grubScript(): string {
  const slots = SLOTS.map((name) => slotFixture(name, '2'));
  const platform = { kind: 'systemd', init: 'systemd' } as const;
  const files = commitFiles({ platform, rollback: { scheme: 'grub', slots } });
  const input = fileOf(files, 'rootfs/etc/grub.d/08_wdgen').text;
  return execFileSync('sh', ['-s'], { input, encoding: 'utf8' });
}

/** What the script has to decide, written a second time: the slot that boots, and what is then on the disk. */
function model(start: Variables): { readonly boots: string; readonly left: Variables } {
  const known = SLOTS.indexOf(start['wd_slot'] ?? '');
  const slot = known === -1 ? 0 : known;
  const left = { ...start, boot_success: '0' };
  const count = start['boot_counter'] ?? '';
  if (count === '' || start['boot_success'] === '1') return { boots: SLOTS[slot] ?? '', left };
  if (/^[1-9]$/.test(count))
    return { boots: SLOTS[slot] ?? '', left: { ...left, boot_counter: String(Number(count) - 1) } };
  return { boots: SLOTS[(slot + 1) % SLOTS.length] ?? '', left: { ...left, boot_counter: '-1' } };
}

const SLOT_VALUES = [undefined, 'A', 'B', 'C', 'D', 'a', 'A B', '$(echo B)', '"B"'];
const COUNTERS = [
  ...[undefined, '', '0', '1', '2', '3', '9', '10', '-1', '0x3', '03', ' 3', '3 ', '1e3', 'a', '='],
  ...['!', '(', '-n', '3 -o 1', '3;echo canary', '$(echo 3)', '"3"', "3'", 'é'],
];
/** Each slot with what a counter mostly is, and each counter with a slot that is good, or not, or does not say. */
const STATES: readonly Variables[] = [
  ...SLOT_VALUES.flatMap((wd_slot) =>
    ['', '3', '1', '0', '-1'].map((boot_counter) => state(wd_slot, boot_counter, '0')),
  ),
  ...COUNTERS.flatMap((boot_counter) =>
    [undefined, '0', '1', '='].map((boot_success) => state('B', boot_counter, boot_success)),
  ),
];

function state(wd_slot?: string, boot_counter?: string, boot_success?: string): Variables {
  const all = Object.entries({ other: 'kept', wd_slot, boot_counter, boot_success });
  return Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** One GRUB works through them: each has its folder, as $prefix, and starts without the variables of the last. */
const eachIn = (script: string, folders: readonly string[]) =>
  `${folders
    .map(
      (folder) => `unset wd_slot; unset boot_counter; unset boot_success; unset default
set prefix=(hd0)/env/${folder}
load_env
${script}
echo; echo "@${folder} \${default}"`,
    )
    .join('\n')}\nexit\n`;

t.test('every decision is the one of the model, and is saved', async (t) => {
  if (!need(t, grubTools)) return;
  const disk = new GrubDisk(t);
  const folders = STATES.map((_, index) => `s${index}`);
  disk.put(Object.fromEntries(folders.map((folder, index) => [folder, STATES[index] ?? {}])));
  const said = disk.run(eachIn(grubScript(), folders));
  t.notMatch(said, /^canary/m, 'no value is run as a command');
  t.notMatch(said, /error:/);
  const boots = new Map(
    [...said.matchAll(/^@(s\d+) (.*)$/gm)].map(([, folder, slot]) => [folder, slot?.trim()]),
  );
  const left = disk.read(folders);
  const wrong = STATES.flatMap((state, index) => {
    const expected = model(state);
    const found = { boots: boots.get(`s${index}`), left: left[index] };
    const same = found.boots === expected.boots && isSame(found.left, expected.left);
    return same ? [] : [{ state, expected, found }];
  });
  t.strictSame(wrong, []);
  figure(38, { part: 'decisions of a real GRUB', cases: STATES.length, held: STATES.length - wrong.length });
});

function isSame(one: Variables | null | undefined, other: Variables): boolean {
  const sorted = (variables: Variables) => JSON.stringify(Object.entries(variables).sort());
  return one != null && sorted(one) === sorted(other);
}

/** A menu as grub-mkconfig makes it; each entry says that it boots. */
const menu = (script: string, folder = 'grub') => `set prefix=(hd0)/env/${folder}
load_env
${script}
set timeout=0
${SLOTS.map((name) => `menuentry "slot ${name}" --id ${name} {\n  echo; echo "@boots ${name}"; exit\n}`).join('\n')}
`;

/** Boots that came out right. */
let held = 0;

/** Boots once: the entry of the menu that GRUB takes by itself. */
const bootOf = (disk: GrubDisk, config: string) => /@boots (\w+)/.exec(disk.run(config))?.[1];

t.test('an update that never gets good: its tries, then the fallback, again and again', async (t) => {
  if (!need(t, grubTools)) return;
  const disk = new GrubDisk(t);
  disk.put({ grub: { wd_slot: 'B', boot_counter: '3', boot_success: '0' } });
  const config = menu(grubScript());
  const boots = Array.from({ length: 6 }, () => bootOf(disk, config));
  t.strictSame(boots, ['B', 'B', 'B', 'C', 'C', 'C']);
  t.match(disk.read(['grub']), [{ wd_slot: 'B', boot_counter: '-1', boot_success: '0' }]);
  held += boots.length;
});

t.test('an environment that is lost, empty or not one: the first slot boots', async (t) => {
  if (!need(t, grubTools)) return;
  const disk = new GrubDisk(t);
  disk.put({
    empty: Buffer.alloc(0),
    zeros: Buffer.alloc(1024),
    noise: Buffer.alloc(1024, '# GRUB Environment Blok\nwd_slot=B\n'),
  });
  for (const folder of ['nowhere', 'empty', 'zeros', 'noise'])
    t.equal(bootOf(disk, menu(grubScript(), folder)), 'A', folder);
  if (held === 6 && t.passing())
    figure(38, { part: 'boots from a menu of a real GRUB', cases: held + 4, held: held + 4 });
});
