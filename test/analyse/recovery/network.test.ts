// The rules about network self-heal over plans: each is found in a ladder like rm1's that is wrong in one way.
import t from 'tap';
import type { NetworkPlan, ProbePlan, TargetPlan } from '../../../src/plan/types.js';
import {
  networkFixture,
  type Rm1Overrides,
  rebootFixture,
  rm1Fixture,
  step,
} from '../../lib/plan-network.js';
import { rollbackFixture } from '../../lib/plan-rollback.js';
import { recoveryFindings } from '../../lib/recovery-findings.js';

function found(network: Partial<NetworkPlan>, more: Omit<Rm1Overrides, 'network'> = {}): string[] {
  return recoveryFindings(rm1Fixture({ network, ...more }));
}

const { probes } = networkFixture();
const [carrier, address, internet] = probes as [ProbePlan, ProbePlan, ProbePlan];
const server: ProbePlan = {
  name: 'server',
  proves: 'server',
  check: { kind: 'http', urls: ['https://example.org/'] },
  need: { kind: 'all' },
  timeoutMs: 10_000,
};

t.test("nothing is found in rm1's ladder", async (t) => {
  t.strictSame(recoveryFindings(rm1Fixture()), []);
});

t.test('a ladder without a reboot is asked nothing about reboots', async (t) => {
  const reboot = rebootFixture({ state: 'deferred', rounds: 1, vetoes: [], max: 24, neverUp: 24 });
  t.strictSame(found({ reboot, jitterMs: 0, everyMs: 60_000 }), []);
  const planned = rebootFixture({ state: 'deferred', deferral: { reason: 'new', gate: [] } });
  t.strictSame(found({ reboot: planned }), []);
  t.strictSame(found({ reboot: { ...planned, max: 2 } }), ['warning WD1071']);
});

t.test('WD1067: vetoes count as evidence', async (t) => {
  const healthy = { need: { kind: 'all' as const }, probes: ['carrier'] };
  t.strictSame(found({ healthy, reboot: rebootFixture({ on: ['link'] }) }), []);
  t.strictSame(found({ healthy, reboot: rebootFixture({ on: ['link'], vetoes: [] }) }), ['warning WD1067']);
  const pings = [
    { ...internet, name: 'gateway', proves: 'lan' as const },
    { ...internet, name: 'far' },
  ];
  t.strictSame(
    found({
      probes: pings,
      healthy: { need: { kind: 'any' }, probes: ['gateway'] },
      reboot: rebootFixture({ vetoes: ['far'] }),
    }),
    ['warning WD1067'],
  );
});

t.test('WD1068: the Internet needs a local veto', async (t) => {
  const network = {
    healthy: { need: { kind: 'all' as const }, probes: ['carrier', 'internet'] },
    reboot: rebootFixture({ on: ['link', 'internet'], vetoes: [] }),
  };
  t.strictSame(found(network), ['warning WD1068']);
  t.strictSame(found({ ...network, reboot: { ...network.reboot, vetoes: ['address'] } }), []);
  t.strictSame(found({ ...network, reboot: { ...network.reboot, on: ['link'] } }), []);
});

t.test('WD1069: servers that alone make the network dead', async (t) => {
  const all = [...probes, server];
  const decided = (need: NetworkPlan['healthy']['need'], ...names: string[]) =>
    found({ probes: all, healthy: { need, probes: names } });
  t.strictSame(decided({ kind: 'all' }, 'carrier', 'server'), ['warning WD1069']);
  t.strictSame(decided({ kind: 'any' }, 'carrier', 'server'), []);
  t.strictSame(decided({ kind: 'any' }, 'server'), ['warning WD1069']);
  t.strictSame(decided({ kind: 'quorum', of: 2 }, 'carrier', 'address', 'server'), []);
  t.strictSame(decided({ kind: 'quorum', of: 3 }, 'carrier', 'address', 'server'), ['warning WD1069']);
  const mild = { steps: [step('restart', { kind: 'restart', manager: 'sysv', service: 'app' })] };
  const healthy = { need: { kind: 'all' as const }, probes: ['carrier', 'server'] };
  t.strictSame(found({ probes: all, healthy, ...mild }), [], 'nothing disturbs the network');
});

t.test('WD1070 to WD1073: often is too often', async (t) => {
  t.strictSame(found({ everyMs: 599_000 }), ['warning WD1070']);
  t.strictSame(found({ everyMs: 300_000, reboot: rebootFixture({ rounds: 3 }) }), []);
  t.strictSame(found({ reboot: rebootFixture({ windowMs: 3_599_000 }) }), ['warning WD1071']);
  t.strictSame(found({ reboot: rebootFixture({ max: 24, windowMs: 86_400_000 }) }), []);
  t.strictSame(found({ reboot: rebootFixture({ neverUp: 4 }) }), ['warning WD1072']);
  const fast = { everyMs: 30_000, reboot: rebootFixture({ rounds: 21 }) };
  t.strictSame(found(fast), ['warning WD1073', 'warning WD1073'], 'bounce and renegotiate');
  const steps = networkFixture().steps.map((one) => ({ ...one, cooldownMs: 300_000 }));
  t.strictSame(found({ ...fast, steps }), []);
});

t.test('WD1074: only steps that mend something need to settle', async (t) => {
  const short = { settleMs: 4_000 };
  const told = step('tell', { kind: 'webhook', alert: 'ops' }, { settleMs: 0 });
  t.strictSame(found({ steps: [told] }), []);
  t.strictSame(found({ steps: [step('bounce', { kind: 'bounce', downMs: 3_000 }, short)] }), [
    'warning WD1074',
  ]);
  t.strictSame(
    found({ steps: [step('connman', { kind: 'restart', manager: 'sysv', service: 'x' }, short)] }),
    ['warning WD1074'],
  );
});

t.test('WD1076: harm needs a guard', async (t) => {
  const unguarded = rebootFixture({ guards: [] });
  t.strictSame(found({ reboot: unguarded }, { image: { rebootHurts: true } }), ['warning WD1076']);
  t.strictSame(found({}, { image: { rebootHurts: true } }), []);
  t.strictSame(found({ reboot: unguarded }, { image: { rebootHurts: false } }), []);
});

t.test('WD1078 and WD1079: what a fleet and its owner need', async (t) => {
  for (const path of ['/run/heal.log', '/tmp/heal.log', '/dev/shm/heal', '/var/volatile/log/heal'])
    t.strictSame(found({ log: { path, bytes: 65_536 } }), ['warning WD1078'], path);
  for (const path of ['/var/log/heal', '/running/heal'])
    t.strictSame(found({ log: { path, bytes: 65_536 } }), [], path);
  for (const jitterMs of [0, 4_000]) t.strictSame(found({ jitterMs }), ['note WD1079']);
  t.strictSame(found({ jitterMs: 5_000 }), []);
});

t.test('WD1081: negotiation takes a forced speed back', async (t) => {
  const force = step('force', { kind: 'force-speed', mbit: 100, duplex: 'full' });
  const renegotiate = step('renegotiate', { kind: 'renegotiate', downMs: 10_000 });
  t.strictSame(found({ steps: [force] }), ['warning WD1081']);
  t.strictSame(found({ steps: [renegotiate, force] }), []);
});

t.test('WD1082: the ladder waits for the health checks', async (t) => {
  const commit = (timeoutMs: number): { rollback: TargetPlan['rollback'] & object } => ({
    rollback: rollbackFixture({
      tries: 5,
      commit: { checks: [{ kind: 'unit', name: 'app.service' }], timeoutMs, retryMs: 5_000 },
    }),
  });
  const boot = { armedMs: 25_000 };
  t.strictSame(found({}, { ...commit(600_000), boot }), ['warning WD1082']);
  t.strictSame(found({}, { ...commit(599_000), boot }), []);
});

t.test('WD1083: a carrier is no veto', async (t) => {
  const network = {
    healthy: { need: { kind: 'all' as const }, probes: ['address'] },
    reboot: rebootFixture({ vetoes: ['carrier', 'internet'] }),
  };
  t.strictSame(found(network), ['warning WD1083']);
  t.equal(carrier.proves, 'link');
  t.equal(address.proves, 'lan');
});
