import { join } from 'node:path';
import t from 'tap';
import { type Cell, coverage, coverageChanges, MODES, sayCell } from '../../src/analyse/coverage.js';
import { figureOf, timeline } from '../../src/analyse/timeline.js';
import { loadSpec } from '../../src/commands/load.js';
import { unset } from '../../src/core/state.js';
import { withAllActive } from '../../src/plan/enabled.js';
import { resolveTarget } from '../../src/plan/resolve.js';
import type { ServicePlan, TargetPlan } from '../../src/plan/types.js';
import { withAllEnabled } from '../../src/spec/settings.js';
import { active, deferred, type PlanOverrides, planFixture } from '../lib/plan.js';
import { networkFixture } from '../lib/plan-network.js';
import { rock64Fixture, rollbackFixture } from '../lib/plan-rollback.js';
import { dice, randomPlan } from '../lib/random-plan.js';

const SEEDS = Array.from({ length: 500 }, (_, i) => i * 104_729 + 3);

function cell(plan: TargetPlan, id: string, column: 'today' | 'enabled' = 'today'): Cell {
  const row = coverage(plan).rows.find((one) => one.id === id);
  if (row === undefined) throw new Error(`no row ${id}`);
  return row[column];
}

const verdict = (plan: TargetPlan, id: string, column: 'today' | 'enabled' = 'today') =>
  cell(plan, id, column).verdict;

const shipper: ServicePlan = {
  name: 'shipper',
  state: 'active',
  unit: 'shipper.service',
  whole: null,
  type: 'notify',
  watchdogMs: 180_000,
  heartbeatMs: null,
  notifyAccess: 'main',
  restart: 'on-failure',
  restartDelayMs: 5_000,
  startTimeoutMs: null,
  stopTimeoutMs: null,
  startLimit: null,
  onFailure: null,
  deferral: null,
};

t.test('every cell says who, how long and why, and its time is the one of the timeline', async (t) => {
  const wrong: string[] = [];
  for (const seed of SEEDS) {
    const plan = randomPlan(dice(seed));
    const both = { today: timeline(plan), enabled: timeline(withAllActive(plan)) };
    for (const row of coverage(plan).rows) {
      for (const column of ['today', 'enabled'] as const) {
        const { verdict, by, effect, why, worstMs, figure } = row[column];
        const caught = verdict === 'covered' || verdict === 'partly';
        if (caught !== (by !== '' && effect !== '')) wrong.push(`${seed} ${row.id}: by`);
        if ((verdict === 'covered') !== (why === null)) wrong.push(`${seed} ${row.id}: why`);
        if (why === '') wrong.push(`${seed} ${row.id}: an empty reason`);
        if (figure === null ? worstMs !== null : figureOf(both[column], figure).value !== worstMs)
          wrong.push(`${seed} ${row.id}: ${worstMs} is not ${figure}`);
        if (caught && row[column].fix !== null && verdict === 'covered')
          wrong.push(`${seed} ${row.id}: a fix`);
      }
    }
  }
  t.strictSame(wrong.slice(0, 10), []);
});

t.test('rock64: deferred, then enabled', async (t) => {
  const plan = rock64Fixture({ watchdog: { runtimeMs: deferred(30_000), rebootMs: deferred(600_000) } });
  t.match(cell(plan, 'pid1'), { verdict: 'open', fix: 'wdgen enable --target rock64 --setting watchdog' });
  t.equal(sayCell(cell(plan, 'pid1', 'enabled')), 'reset within 30 s by the watchdog, fed by systemd');
  t.equal(
    sayCell(cell(plan, 'kernel-hang', 'enabled')),
    'reset within 28.633 s by the watchdog, fed by systemd',
  );
  t.match(sayCell(cell(plan, 'shutdown')), "11 min 30 s by systemd's own");
  t.match(sayCell(cell(plan, 'new-slot')), 'but a slot that hangs silently is never reset');
  t.equal(verdict(plan, 'panic'), 'covered', 'rollback alone catches panics');
  t.equal(verdict(plan, 'wedge', 'enabled'), 'open', 'PID 1 lives on while a service hangs');
  t.equal(verdict(plan, 'network-wedge', 'enabled'), 'open');
});

t.test('fortros-node: a feeder that feeds whatever happens', async (t) => {
  const plan = planFixture();
  t.match(cell(plan, 'kernel-hang'), { verdict: 'covered', worstMs: 60_000 });
  t.match(
    cell(plan, 'pid1'),
    { verdict: 'partly' },
    'PID 1 that ends is a panic; one that hangs goes unnoticed',
  );
  t.equal(verdict(plan, 'wedge'), 'open');
  t.match(cell(plan, 'wedge', 'enabled'), { verdict: 'partly' }, 'the maintainer feeds from its own loop');
  t.equal(verdict(plan, 'shutdown'), 'partly');
  t.equal(verdict(plan, 'shutdown', 'enabled'), 'open', 'the maintainer may stop the timer');
  t.equal(verdict(plan, 'emergency'), 'none');
});

/** A sound image, and what is taken away from it: the row that turns. */
const DEFECTS: readonly (readonly [row: string, sound: TargetPlan, broken: TargetPlan])[] = [
  ['loader-hang', planFixture({ boot: { armedMs: 60_000 } }), planFixture()],
  ['kernel-start', rock64Fixture(), rock64Fixture({ rollback: { state: 'deferred' } })],
  ['root-missing', rock64Fixture(), planFixture({ rollback: withInitrd() })],
  [
    'initrd-hang',
    planFixture({ boot: { armedMs: 60_000 }, watchdog: { openTimeoutMs: active(60_000) } }),
    planFixture({ boot: { armedMs: 60_000 } }),
  ],
  ['panic', planFixture(), disarmed()],
  ['kernel-hang', planFixture(), planFixture({ driver: { softwareOnly: true } })],
  ['pid1', rock64Fixture(), rock64Fixture({ watchdog: { feeder: active({ kind: 'busybox' }) } })],
  ['feeder', planFixture(), disarmed()],
  ['service-stall', services(shipper), services({ ...shipper, watchdogMs: null })],
  ['service-stall', services(shipper), services({ ...shipper, state: 'deferred' })],
  ['service-stall', services(shipper), services({ ...shipper, restart: 'on-abort' })],
  ['service-crash', services(shipper), services({ ...shipper, restart: 'no' })],
  ['network-wedge', planFixture({ network: networkFixture() }), planFixture()],
  [
    'network-wedge',
    planFixture({ network: networkFixture() }),
    planFixture({ network: networkFixture({ state: 'deferred' }) }),
  ],
  ['network-outage', planFixture({ network: networkFixture() }), askingNetwork()],
  ['shutdown', planFixture(), planFixture({ platform: { kind: 'buildroot', init: 'busybox' } })],
  [
    'shutdown',
    planFixture({ platform: { kind: 'buildroot', init: 'busybox' }, watchdog: { nowayout: active(true) } }),
    planFixture({ platform: { kind: 'buildroot', init: 'busybox' } }),
  ],
  ['kexec', rock64Fixture({ watchdog: { kexecMs: active(60_000) } }), rock64Fixture()],
  ['environment', rock64Fixture(), rock64Fixture({ rollback: oneCopy() })],
  ['power-cut', rock64Fixture(), rock64Fixture({ rollback: oneCopy() })],
];

function withInitrd() {
  const { slots } = rollbackFixture();
  const boot = (slot: (typeof slots)[number]) => slot.boot && { ...slot.boot, initrd: 'boot/initrd' };
  return rollbackFixture({ slots: slots.map((slot) => ({ ...slot, boot: boot(slot) })) });
}

function disarmed(): TargetPlan {
  return planFixture({ watchdog: { runtimeMs: unset } });
}

function services(service: ServicePlan): TargetPlan {
  return planFixture({ platform: { kind: 'systemd', init: 'systemd' }, services: [service] });
}

function askingNetwork(): TargetPlan {
  const commit = {
    ...rollbackFixture().commit,
    checks: [{ kind: 'unit', name: 'network-online.target' }] as const,
  };
  return planFixture({ network: networkFixture(), rollback: rollbackFixture({ commit }) });
}

function oneCopy(): NonNullable<PlanOverrides['rollback']> {
  const { environment } = rollbackFixture();
  if (environment?.medium !== 'mmc') throw new Error('the fixture changed');
  return rollbackFixture({ environment: { ...environment, redundantOffset: null } });
}

t.test('a mechanism that is taken away turns its row', async (t) => {
  for (const [row, sound, broken] of DEFECTS) {
    const [before, after] = [cell(sound, row), cell(broken, row)];
    t.notSame(before.verdict, after.verdict, `${row}: ${sayCell(before)} | ${sayCell(after)}`);
    t.ok(['covered', 'partly'].includes(before.verdict), `${row} was caught`);
    t.notSame(after.why, null, `${row} says why`);
  }
});

t.test('emergency mode', async (t) => {
  const at = (emergency: TargetPlan['image']['emergency']) =>
    verdict(
      planFixture({ platform: { kind: 'systemd', init: 'systemd' }, image: { emergency } }),
      'emergency',
    );
  t.strictSame([at(null), at('shell'), at('reboot'), at('continue')], ['open', 'open', 'covered', 'none']);
});

function withImage(plan: TargetPlan, image: Partial<TargetPlan['image']>): TargetPlan {
  return { ...plan, image: { ...plan.image, ...image } };
}

t.test('a kexec is a row only where the spec speaks of one', async (t) => {
  t.equal(verdict(rock64Fixture(), 'kexec'), 'none');
  t.equal(verdict(withImage(rock64Fixture(), { kexecs: true }), 'kexec'), 'open');
  t.equal(verdict(planFixture({ image: { kexecs: true } }), 'kexec'), 'partly', 'the timer of today runs on');
  const kept = withImage(rock64Fixture({ watchdog: { kexecMs: active(60_000) } }), { kexecs: false });
  t.equal(verdict(kept, 'kexec'), 'none', 'the machine has the last word');
});

t.test('a driver that stops its timer for the restart leaves that step open', async (t) => {
  t.match(cell(planFixture(), 'shutdown'), {
    verdict: 'partly',
    why: /^iTCO_wdt stops the timer for the restart/,
    fix: /watchdog\.stop_on_reboot=0/,
  });
  const bootargs = ['quiet', 'watchdog.stop_on_reboot=0'];
  t.equal(verdict(rock64Fixture(), 'shutdown'), 'partly');
  t.equal(verdict(rock64Fixture({ rollback: rollbackFixture({ bootargs }) }), 'shutdown'), 'covered');
});

t.test('a process that ends without an error is gone, too', async (t) => {
  t.match(cell(services(shipper), 'process-gone'), { verdict: 'partly', why: /exit status 0, SIGTERM/ });
  t.equal(verdict(services({ ...shipper, restart: 'always' }), 'process-gone'), 'covered');
});

t.test('a slot in the emergency shell is never given up', async (t) => {
  const shell = cell(rock64Fixture(), 'new-slot');
  t.match(shell, { verdict: 'partly', why: /emergency shell/ });
  const reboots = cell(withImage(rock64Fixture(), { emergency: 'reboot' }), 'new-slot');
  t.notMatch(reboots.why ?? '', 'emergency shell');
});

t.test('what every row can become', async (t) => {
  t.ok(MODES.length >= 20);
  t.equal(new Set(MODES.map(({ title }) => title)).size, MODES.length);
  for (const { title } of MODES) t.ok(title.length <= 30, `${title} fits into a column`);
});

t.test('changes are told row by row', async (t) => {
  const before = rock64Fixture({ watchdog: { runtimeMs: deferred(30_000) } });
  const changes = coverageChanges(before, withAllActive(before));
  t.match(
    changes.find(({ id }) => id === 'pid1'),
    { from: 'not covered', to: 'reset within 30 s' },
  );
  t.strictSame(coverageChanges(before, before), []);
  t.notMatch(changes.map(({ id }) => id).join(' '), 'environment', 'what stays is not told');
});

t.test('the second column is what enabling everything in the spec gives', async (t) => {
  const { spec } = loadSpec(join(import.meta.dirname, '..', '..', 'examples', 'watchdog.toml'));
  t.ok((spec?.targets.length ?? 0) >= 2);
  for (const target of spec?.targets ?? []) {
    const [plan, all] = [target, withAllEnabled(target)].map((one) => resolveTarget(one).value?.plan);
    if (plan === undefined || all === undefined) throw new Error(`no plan of ${target.name}`);
    const later = coverage(plan).rows.map(({ id, enabled }) => `${id}: ${sayCell(enabled)}`);
    t.strictSame(
      later,
      coverage(all).rows.map(({ id, today }) => `${id}: ${sayCell(today)}`),
      target.name,
    );
  }
});

t.test('a second image with everything active', async (t) => {
  const { watchdog } = withAllActive(planFixture());
  t.match(watchdog.feeder, { active: { kind: 'application', name: 'maintainer' }, deferred: null });
  t.equal(watchdog.deferral, null);
  t.equal(withAllActive(rock64Fixture({ rollback: { state: 'deferred' } })).rollback?.state, 'active');
  const off = rock64Fixture({ watchdog: { runtimeMs: deferred(30_000) } });
  t.notOk(off.watchdog.armed);
  t.ok(withAllActive(off).watchdog.armed);
});
