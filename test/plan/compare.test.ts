// What changes from plan to plan: the class and the sentence of each kind, and that nothing that differs goes untold.
import { join } from 'node:path';
import t from 'tap';
import { compileTarget } from '../../src/commands/compile.js';
import { loadSpec } from '../../src/commands/load.js';
import { unset } from '../../src/core/state.js';
import { comparePlans, type Risk, sortChanges } from '../../src/plan/compare.js';
import type { RollbackPlan, TargetPlan } from '../../src/plan/types.js';
import { active, deferred, type PlanOverrides, planFixture } from '../lib/plan.js';
import { networkFixture } from '../lib/plan-network.js';
import { rollbackFixture } from '../lib/plan-rollback.js';
import { root } from '../lib/wdgen.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Every plan of the example, and the fixtures with what the example lacks. */
function plans(): TargetPlan[] {
  const { spec } = loadSpec(join(root, 'examples', 'watchdog.toml'));
  const examples = (spec?.targets ?? []).map((target) => compileTarget(target).resolved?.plan);
  const full = planFixture({
    watchdog: { rebootMs: active(600_000), openTimeoutMs: deferred(60_000), nowayout: active(true) },
    rollback: rollbackFixture({ deferral: { reason: 'not yet', gate: ['boots:3'] } }),
  });
  return [...examples.filter((plan) => plan !== undefined), full];
}

/** The value with one thing in it changed, once for each thing: every scalar, and every list shorter and reversed. */
function* mutations(value: Json): Generator<{ readonly at: string; readonly changed: Json }> {
  if (Array.isArray(value)) {
    if (value.length > 0) yield { at: '[shorter]', changed: value.slice(1) };
    if (value.length > 1) yield { at: '[reversed]', changed: value.toReversed() };
    for (const [index, item] of value.entries())
      for (const { at, changed } of mutations(item))
        yield { at: `[${index}]${at}`, changed: value.with(index, changed) };
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value))
      for (const { at, changed } of item === null ? appearing(key, value) : mutations(item))
        yield { at: `.${key}${at}`, changed: { ...value, [key]: changed } };
  } else yield { at: '', changed: scalar(value) };
}

/** Where a whole table is missing, a whole one appears; a setting that is only planned comes into force. */
function appearing(key: string, around: { [key: string]: Json }) {
  const whole: Readonly<Record<string, unknown>> = {
    rollback: rollbackFixture(),
    network: networkFixture(),
    active: around['deferred'] ?? 7,
  };
  return [{ at: '', changed: (whole[key] ?? 7) as Json }];
}

function scalar(value: null | boolean | number | string): Json {
  if (value === null) return 7;
  if (typeof value === 'boolean') return !value;
  if (value === 'refill-once') return 'recovery';
  return typeof value === 'number' ? value + 1 : `${value}x`;
}

t.test('whatever changes in a plan is told, in both directions', async (t) => {
  for (const plan of plans()) {
    t.strictSame(comparePlans(plan, structuredClone(plan)), [], `${plan.name} against itself`);
    let count = 0;
    for (const { at, changed } of mutations(plan as unknown as Json)) {
      const other = changed as unknown as TargetPlan;
      count++;
      const [there, back] = [comparePlans(plan, other), comparePlans(other, plan)];
      if (there.length === 0 || back.length === 0) t.fail(`${plan.name}${at} is not told`);
      for (const { sentence } of [...there, ...back])
        if (/undefined|\[object|NaN|^null| null /.test(sentence)) t.fail(`${plan.name}${at}: ${sentence}`);
    }
    t.ok(count > 60, `${count} places of ${plan.name}`);
  }
});

const told = (before: PlanOverrides, after: PlanOverrides) =>
  comparePlans(planFixture(before), planFixture(after)).map(
    ({ risk, path, sentence }) => `${risk} ${path}: ${sentence}`,
  );
const watchdog = (before: PlanOverrides['watchdog'], after: PlanOverrides['watchdog']) =>
  told({ watchdog: before ?? {} }, { watchdog: after ?? {} });
const systemd = active({ kind: 'systemd' } as const);
const one = { resetsAtExpiry: 1 } as const;

t.test('arms and disarms', async (t) => {
  const [off, on] = [
    { watchdog: { feeder: systemd, runtimeMs: deferred(30_000) }, driver: one },
    { watchdog: { feeder: systemd, runtimeMs: active(30_000) }, driver: one },
  ];
  t.strictSame(told(off, on), ['arms watchdog.runtime: PID 1 stalls longer than 30s now reset the machine']);
  t.strictSame(told(on, off), [
    'disarms watchdog.runtime: /dev/watchdog0 has no enforced timeout any more: a hang stays',
  ]);
  t.strictSame(watchdog({ feeder: active({ kind: 'busybox' }) }, { feeder: unset }), [
    'disarms watchdog.feeder: nothing feeds /dev/watchdog0 any more: a hang stays',
  ]);
  t.strictSame(watchdog({ feeder: unset }, { feeder: active({ kind: 'busybox' }) }), [
    'arms watchdog.feeder: busybox now opens and feeds /dev/watchdog0: a hang of it resets',
  ]);
  t.strictSame(watchdog({}, { nowayout: active(true) }), [
    'arms watchdog.nowayout: closing /dev/watchdog0 no longer stops the timer: a feeder that ends is a reset',
  ]);
  t.match(watchdog({}, { rebootMs: active(600_000) }), [
    /^arms watchdog.reboot: a reboot that hangs longer than 10min/,
  ]);
  t.match(watchdog({ openTimeoutMs: active(60_000) }, {}), [
    /^disarms watchdog.open-timeout: the kernel feeds for ever/,
  ]);
  t.match(
    watchdog({ armed: false }, { armed: true }),
    [/^arms watchdog.armed: \/dev\/watchdog0 is armed now/],
    'told by itself only when nothing else tells it',
  );
});

t.test('tightens and loosens', async (t) => {
  const [short, long] = [{ rebootMs: active(60_000) }, { rebootMs: active(120_000) }];
  t.strictSame(watchdog(long, short), [
    'tightens watchdog.reboot: a reboot that hangs is reset after 1min instead of 2min',
  ]);
  t.strictSame(watchdog(short, long), [
    'loosens watchdog.reboot: a reboot that hangs is reset after 2min instead of 1min',
  ]);
  t.match(watchdog({ runtimeMs: active(60_000) }, { runtimeMs: active(30_000) }), [
    /^tightens watchdog.runtime: stalls of busybox reset the machine after 30s instead of 1min; .*second expiry, after 1min/,
  ]);
  t.match(
    watchdog({ petMs: active(5000) }, { petMs: active(20_000) }),
    [/^tightens watchdog.pet/],
    'less room',
  );
  t.match(watchdog({ petMs: active(20_000) }, { petMs: active(5000) }), [/^loosens watchdog.pet/]);
  t.match(
    watchdog({ pretimeoutMs: active(5000) }, { pretimeoutMs: active(10_000) }),
    [/^tightens watchdog.pretimeout: the kernel acts on a hang 10s instead of 5s before/],
    'the kernel acts earlier',
  );
  const acts = { pretimeoutMs: active(5000) };
  t.match(watchdog(acts, { ...acts, pretimeoutGovernor: 'noop' }), [
    /^loosens watchdog.pretimeout.*leaves no trace/,
  ]);
  t.match(watchdog({ ...acts, pretimeoutGovernor: 'noop' }, acts), [/^tightens watchdog.pretimeout.*panics/]);
  t.match(watchdog({}, { pretimeoutGovernor: 'noop' }), [/^documents /], 'no pretimeout is set');
});

t.test('who feeds, what is only planned, and what does not matter', async (t) => {
  const application = { kind: 'application', name: 'maintainer' } as const;
  t.strictSame(watchdog({ feeder: active({ kind: 'busybox' }) }, { feeder: active(application) }), [
    'feeder watchdog.feeder: the feeder changes from busybox to application:maintainer: whoever else opens /dev/watchdog0 gets EBUSY',
  ]);
  t.match(watchdog({}, { device: '/dev/watchdog1' }), [
    /^feeder watchdog.device: the feeder opens \/dev\/watchdog1 instead/,
  ]);
  t.strictSame(watchdog({ kexecMs: unset }, { kexecMs: deferred(60_000) }), [
    'documents watchdog.kexec: the kexec limit 1min is planned, and not enforced',
  ]);
  t.match(watchdog({}, { kexecMs: { ...unset, forbidden: 'freezes' } }), [
    /^documents watchdog.kexec: the kexec limit must not be enforced on this board: freezes/,
  ]);
  t.match(watchdog({}, { deferral: { reason: 'other', gate: ['rehearsal'] } }), [
    /^documents watchdog.deferral.reason/,
  ]);
  const described = { ...planFixture(), description: 'A box' };
  t.match(comparePlans(planFixture(), described), [
    { risk: 'cosmetic', path: 'description', before: null, after: 'A box' },
  ]);
});

t.test('the kernel', async (t) => {
  const flag = (symbol: string, value: 'y' | 'n') => ({
    kernel: {
      flags: [
        {
          symbol,
          setting: active({ kind: 'tristate', value } as const),
          why: 'a reason',
          from: 'spec' as const,
        },
      ],
    },
  });
  t.strictSame(told({}, flag('X', 'y')), ['boots kernel.flags.X: the kernel is built with CONFIG_X=y']);
  t.strictSame(told(flag('X', 'y'), flag('X', 'n')), [
    'boots kernel.flags.X: the kernel is built with CONFIG_X=n instead of y',
  ]);
  t.match(told(flag('WATCHDOG_NOWAYOUT', 'n'), flag('WATCHDOG_NOWAYOUT', 'y')), [/^arms kernel/]);
  t.match(told(flag('BOOTPARAM_HUNG_TASK_PANIC', 'y'), {}), [/^disarms kernel/]);
  t.match(told({}, { kernel: { version: '6.20' } }), [
    /^boots kernel.version: the kernel version changes from 6.19 to 6.20/,
  ]);
  t.match(told({}, { driver: { id: 'other', title: 'Another' } }), [
    /^boots watchdog.driver: another watchdog is used: Another/,
  ]);
});

t.test('the rollback', async (t) => {
  const base = rollbackFixture();
  const change = (after: Partial<RollbackPlan>, before: Partial<RollbackPlan> = {}) =>
    told({ rollback: rollbackFixture(before) }, { rollback: rollbackFixture(after) });
  const [a, b] = base.slots;
  if (a === undefined || b === undefined) throw new Error('the fixture has two slots');
  t.match(told({}, { rollback: base }), [
    /^arms rollback: .*after 3 of slot A that nobody marked good, slot B boots/,
  ]);
  t.match(told({ rollback: base }, {}), [/^disarms rollback: /]);
  t.match(change({ state: 'deferred' }), [/^disarms rollback.state/]);
  t.match(change({}, { state: 'deferred' }), [/^arms rollback.state/]);
  t.match(change({ tries: 2 }), [/^tightens rollback.tries: a slot gets 2 tries instead of 3/]);
  t.match(change({ tries: 4 }), [/^loosens rollback.tries/]);
  t.match(change({ slots: [b, a] }), [/^boots rollback.slots.*: slot B is tried first: the order is B, A/]);
  t.match(change({ slots: [a, { ...b, name: 'C' }] }), [
    /slot C is booted, too/,
    /slot B is not booted any more/,
  ]);
  t.match(change({ bootargs: ['quiet'] }), [/^boots rollback.bootargs: .* to quiet/]);
  t.match(change({ exhausted: 'stay-degraded' }), [
    /^boots rollback.exhausted: when every slot is used up, the first slot/,
  ]);
  t.match(change({ environment: null }), [/^boots rollback.environment: .* not read any more/]);
  t.match(change({ commit: { ...base.commit, timeoutMs: 1000 } }), [/^tightens rollback.commit.timeout/]);
  const more = [...base.commit.checks, { kind: 'unit', name: 'sshd.service' }] as const;
  t.match(change({ commit: { ...base.commit, checks: more } }), [
    /^tightens rollback.commit.checks: a boot is good only when also unit:sshd.service is/,
  ]);
  t.match(
    change({ tries: 2, state: 'deferred' }, { state: 'deferred' }),
    [/^documents/],
    'nothing is enforced',
  );
});

t.test('targets that come and go', async (t) => {
  const plan = planFixture();
  t.match(comparePlans(undefined, plan), [
    { risk: 'arms', path: '', sentence: 'new target; it enforces a timeout of 30s that busybox feeds' },
  ]);
  t.match(comparePlans(plan, undefined), [{ risk: 'disarms', sentence: /^the target is gone; it enforced/ }]);
  const idle = planFixture({ watchdog: { runtimeMs: deferred(30_000) } });
  t.match(comparePlans(undefined, idle), [{ risk: 'documents', sentence: /nothing in it is enforced/ }]);
  t.strictSame(comparePlans(undefined, undefined), []);
});

t.test('the gravest comes first, then the target', async (t) => {
  const change = (risk: Risk, target: string) => ({
    target,
    path: '',
    risk,
    sentence: '',
    before: null,
    after: null,
  });
  const mixed = [change('cosmetic', 'a'), change('arms', 'b'), change('boots', 'a'), change('arms', 'a')];
  t.strictSame(
    sortChanges(mixed).map(({ risk, target }) => `${risk} ${target}`),
    ['arms a', 'arms b', 'boots a', 'cosmetic a'],
  );
});
