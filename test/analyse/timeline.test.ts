import t from 'tap';
import { type Figure, figureOf, timeline } from '../../src/analyse/timeline.js';
import type { TargetPlan } from '../../src/plan/types.js';
import { active, deferred, planFixture } from '../lib/plan.js';
import { rock64Fixture } from '../lib/plan-rollback.js';
import { dice, randomPlan } from '../lib/random-plan.js';

const SEEDS = Array.from({ length: 2000 }, (_, i) => i * 7919 + 1);

function worst(plan: TargetPlan, id: string): number | null {
  return figureOf(timeline(plan), id).value;
}

/** The value of a figure, worked out again from what a reader sees. */
function recompute({ terms }: Figure): number {
  let sum = 0;
  let largest = 0;
  for (const { value, times, enters } of terms) {
    if (enters === 'added') sum += value * times;
    else largest = Math.max(largest, value * times);
  }
  return sum + largest;
}

t.test('every figure is the sum of its terms, or says why there is none', async (t) => {
  const wrong: string[] = [];
  for (const seed of SEEDS) {
    const plan = randomPlan(dice(seed));
    const all = timeline(plan);
    for (const figure of all.figures) {
      const { id, value, reason, terms } = figure;
      if (value === null && (reason === null || reason === '' || terms.length > 0))
        wrong.push(`${seed} ${id}: no reason`);
      if (value !== null && (reason !== null || terms.length === 0)) wrong.push(`${seed} ${id}: both`);
      if (value !== null && value !== recompute(figure)) wrong.push(`${seed} ${id}: ${value}`);
      for (const { from, source, value: part, times, enters } of terms) {
        if (!Number.isSafeInteger(part) || part < 0 || times < 1)
          wrong.push(`${seed} ${id}: ${part} x ${times}`);
        if (from !== 'figure' || !all.figures.some((one) => one.id === source)) continue;
        const of = figureOf(all, source).value ?? -1;
        if (enters === 'added' ? of !== part : part % of !== 0) wrong.push(`${seed} ${id}: not ${source}`);
      }
    }
  }
  t.strictSame(wrong.slice(0, 10), []);
});

t.test('every term says where it comes from', async (t) => {
  for (const seed of SEEDS.slice(0, 200))
    for (const { terms } of timeline(randomPlan(dice(seed))).figures)
      for (const { label, source } of terms) if (label === '' || source === '') t.fail(`${label}: ${source}`);
});

t.test('a longer time never makes a smaller worst case', async (t) => {
  const wrong: string[] = [];
  const longer: readonly [string, (plan: TargetPlan, by: number) => TargetPlan][] = [
    ['runtime', (plan, by) => withWatchdog(plan, { runtimeMs: add(plan.watchdog.runtimeMs, by) })],
    ['reboot', (plan, by) => withWatchdog(plan, { rebootMs: add(plan.watchdog.rebootMs, by) })],
    [
      'open-timeout',
      (plan, by) => withWatchdog(plan, { openTimeoutMs: add(plan.watchdog.openTimeoutMs, by) }),
    ],
    ['firmware', (plan, by) => ({ ...plan, boot: { ...plan.boot, firmwareMs: plan.boot.firmwareMs + by } })],
    [
      'userspace',
      (plan, by) => ({ ...plan, boot: { ...plan.boot, userspaceMs: plan.boot.userspaceMs + by } }),
    ],
    ['stop', (plan, by) => ({ ...plan, boot: { ...plan.boot, stopMs: plan.boot.stopMs + by } })],
  ];
  for (const seed of SEEDS) {
    const roll = dice(seed);
    const plan = randomPlan(roll);
    const before = timeline(plan);
    for (const [name, change] of longer) {
      const after = timeline(change(plan, roll.whole(1, 30) * 1000));
      for (const { id, value } of before.figures) {
        const now = figureOf(after, id).value;
        if (value !== null && now !== null && now < value)
          wrong.push(`${seed} ${name}: ${id} ${value} -> ${now}`);
      }
    }
  }
  t.strictSame(wrong.slice(0, 10), []);
});

function withWatchdog(plan: TargetPlan, change: Partial<TargetPlan['watchdog']>): TargetPlan {
  return { ...plan, watchdog: { ...plan.watchdog, ...change } };
}

function add(setting: TargetPlan['watchdog']['runtimeMs'], by: number) {
  return setting.active === null ? setting : { ...setting, active: setting.active + by };
}

t.test('rock64: the document says 90 s', async (t) => {
  const plan = rock64Fixture({ watchdog: { runtimeMs: active(30_000) } });
  t.equal(worst(plan, 'feeder-hang'), 30_000);
  t.equal(worst(plan, 'kernel-hang'), 28_633, 'the hardware holds no more');
  t.equal(worst(plan, 'boot'), 160_000);
  const rollback = figureOf(timeline(plan), 'rollback-hang');
  t.equal(rollback.value, 3 * (160_000 + 30_000) + 160_000);
  t.match(rollback.notes.join(' '), '3 x 30 s = 1 min 30 s is only the waiting');
  const off = figureOf(
    timeline(rock64Fixture({ watchdog: { runtimeMs: deferred(30_000) } })),
    'rollback-hang',
  );
  t.equal(off.value, null);
  t.match(off.reason, 'a slot that hangs silently stays in it: the watchdog is deferred');
});

t.test('iTCO: the second expiry counts', async (t) => {
  t.equal(worst(planFixture(), 'feeder-hang'), 60_000);
  t.equal(worst(planFixture({ driver: { resetsAtExpiry: 1 } }), 'feeder-hang'), 30_000);
  t.equal(worst(planFixture(), 'shutdown-hang'), 60_000, 's6-rc kills the feeder, and the timer runs on');
});

t.test('a timer before Linux', async (t) => {
  t.equal(worst(planFixture(), 'start-hang'), null);
  const armed = planFixture({ boot: { armedMs: 300_000 } });
  t.equal(worst(armed, 'start-hang'), 600_000);
  t.equal(worst(armed, 'gap'), 70_000, 'firmware and boot loader');
  t.equal(worst(armed, 'init-hang'), null, 'the kernel feeds for ever');
  const open = planFixture({ boot: { armedMs: 300_000 }, watchdog: { openTimeoutMs: active(120_000) } });
  t.equal(worst(open, 'init-hang'), 120_000 + 600_000);
  const uboot = rock64Fixture();
  t.equal(worst(uboot, 'start-hang'), 20_000, 'U-Boot arms it');
  t.equal(worst(uboot, 'gap'), 60_000, 'only the firmware is before it');
  const { driver } = uboot.watchdog;
  const note = { ...uboot.watchdog, driver: { ...driver, uboot: { kconfig: 'CONFIG_X', note: 'perhaps' } } };
  t.equal(worst({ ...uboot, watchdog: note }, 'start-hang'), null, 'what is not sure does not count');
});

t.test('what an emulator took stands beside what is assumed, and never against the spec', async (t) => {
  const times = {
    ...{
      boot: 9_000,
      'boot.firmware': 500,
      'boot.kernel': 65_000,
      'boot.initrd': 800,
      'boot.userspace': 70_000,
    },
    ...{ 'feeder-hang': 11_000 },
  };
  const measured = { source: '', rehearsed: { times, source: 'evidence/r.json' } };
  const assumed = ['firmware', 'loader', 'kernel', 'stop'] as const;
  const found = timeline(planFixture({ boot: { assumed, userspaceMs: 20_000, kernelMs: 30_000 } }), measured);
  const { terms, notes } = figureOf(found, 'boot');
  t.match(terms, [
    { from: 'assumed' },
    { from: 'assumed' },
    { value: 65_000, from: 'measured', source: 'in the emulator, evidence/r.json' },
    { value: 20_000, from: 'spec', source: 'boot.userspace' },
  ]);
  t.match(notes, [
    'In the emulator it took 9 s (evidence/r.json).',
    /^In the emulator, stage by stage: firmware 0\.5 s \(.* assumed\); kernel 1 min 5 s, of which the initramfs 0\.8 s \(30 s assumed\); userspace 1 min 10 s \(20 s by boot\.userspace\)\.$/,
  ]);
  t.match(figureOf(found, 'feeder-hang').notes.at(-1), 'In the emulator it took 11 s (evidence/r.json).');
});

t.test('what was measured replaces what is assumed', async (t) => {
  const measured = { stages: { firmware: 4_000 }, resetMs: 61_000, source: 'evidence/x.json' };
  const boot = figureOf(timeline(planFixture(), measured), 'boot');
  t.equal(boot.value, 104_000);
  t.match(boot.terms[0], { from: 'measured', source: 'evidence/x.json' });
  t.match(boot.terms[1], { from: 'assumed', source: 'boot.loader' });
  const hang = figureOf(timeline(planFixture(), measured), 'feeder-hang');
  t.equal(hang.value, 61_000, 'a board that needs longer is believed');
  t.match(hang.terms[0], { from: 'measured' });
  const sooner = figureOf(timeline(planFixture(), { resetMs: 42_000, source: 'x' }), 'feeder-hang');
  t.equal(sooner.value, 60_000, 'one that was faster once is no worst case');
  t.match(sooner.notes.join(' '), '42 s');
});

t.test('the commit window', async (t) => {
  const plan = rock64Fixture();
  t.equal(worst(plan, 'commit-window'), 30_000 + 60_000 + 120_000);
  t.equal(worst(plan, 'cuts-to-flip'), 3);
  t.equal(worst(rock64Fixture({ rollback: { scheme: 'grub' } }), 'cuts-to-flip'), null);
  t.equal(worst(planFixture(), 'commit-window'), null);
});
