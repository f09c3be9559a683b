// What changes about a ladder, and about services, monitors and clean-up: the class and the sentence of each kind.
import t from 'tap';
import { comparePlans } from '../../src/plan/compare.js';
import type { LadderRebootPlan, NetworkPlan, RetentionPlan } from '../../src/plan/types.js';
import { type PlanOverrides, planFixture } from '../lib/plan.js';
import { networkFixture, rebootFixture, step } from '../lib/plan-network.js';

const told = (before: PlanOverrides, after: PlanOverrides) =>
  comparePlans(planFixture(before), planFixture(after)).map(
    ({ risk, path, sentence }) => `${risk} ${path}: ${sentence}`,
  );
const network = (before: Partial<NetworkPlan>, after: Partial<NetworkPlan>) =>
  told({ network: networkFixture(before) }, { network: networkFixture(after) });
const reboot = (before: Partial<LadderRebootPlan>, after: Partial<LadderRebootPlan>) =>
  network({ reboot: rebootFixture(before) }, { reboot: rebootFixture(after) });

t.test('a ladder comes into force and goes out of it', async (t) => {
  const on =
    /^arms network\S*: while the network on eth0 is dead, every 10min: bounce, .*, then a reboot, at most 1 in 1h$/;
  const off = /^disarms network\S*: nothing mends the network any more/;
  t.match(told({}, { network: networkFixture() }), [on]);
  t.match(told({ network: networkFixture() }, {}), [off]);
  t.match(network({ state: 'deferred' }, {}), [on]);
  t.match(network({}, { state: 'deferred' }), [off]);
  t.match(told({}, { network: networkFixture({ state: 'deferred' }) }), [
    /^documents network: .*planned, and not/,
  ]);
  const never = networkFixture({ reboot: rebootFixture({ state: 'deferred' }) });
  t.match(told({}, { network: never }), [/, and never a reboot$/]);
});

t.test('the reboot: its state, its limits, what it needs and what forbids it', async (t) => {
  t.match(reboot({ state: 'deferred' }, {}), [
    /^arms network.reboot.state: a dead network reboots the machine now/,
  ]);
  t.match(reboot({}, { state: 'deferred' }), [/^disarms network.reboot.state/]);
  t.strictSame(reboot({ max: 1 }, { max: 3 }), [
    'tightens network.reboot.max: reboots in the window: 3 instead of 1',
  ]);
  t.match(reboot({ windowMs: 3_600_000 }, { windowMs: 7_200_000 }), [/^loosens .*: 2h instead of 1h$/]);
  t.match(reboot({ rounds: 2 }, { rounds: 1 }), [/^tightens network.reboot.rounds/]);
  t.match(reboot({ neverUp: 1 }, { neverUp: 0 }), [/^loosens network.reboot.never-up/]);
  t.match(reboot({}, { vetoes: [] }), [/^tightens .*a reboot comes also when internet succeeds$/]);
  t.match(reboot({}, { guards: [] }), [/^tightens .*a reboot comes also while usb-storage holds$/]);
  t.match(reboot({}, { on: ['link'] }), [/^loosens .*not come any more because nothing proves lan$/]);
});

t.test('rounds, probes and steps', async (t) => {
  t.match(network({}, { everyMs: 300_000 }), [/^tightens network.every: .*: 5min instead of 10min$/]);
  t.match(network({}, { healthy: { need: { kind: 'all' }, probes: ['carrier'] } }), [
    /^loosens .*address does not decide/,
  ]);
  const [first, second] = [step('bounce', { kind: 'dhcp' }), step('lease', { kind: 'dhcp' })];
  t.match(network({ steps: [first] }, { steps: [first, second] }), [
    /^tightens network.steps.lease: there is a step lease/,
  ]);
  t.strictSame(network({ steps: [first, second] }, { steps: [second, first] }), [
    'tightens network.steps: the steps are taken in another order: lease, bounce',
  ]);
  t.match(network({ steps: [first] }, { steps: [step('bounce', { kind: 'bounce', downMs: 3000 })] }), [
    /^tightens network.steps.bounce.action: .* changes from dhcp to bounce \(down 3s\)$/,
  ]);
  t.match(
    network({ state: 'deferred' }, { state: 'deferred', everyMs: 300_000 }),
    [/^documents network.every/],
    'of what is not enforced nothing is graver',
  );
});

const quarantine: RetentionPlan = {
  name: 'quarantine',
  state: 'active',
  path: '/var/quarantine',
  keepMs: 1000,
  keepCount: 0,
  keepBytes: 0,
  everyMs: 3_600_000,
  by: 'script',
  deferral: null,
};

t.test('clean-up comes, goes and changes', async (t) => {
  const off = { ...quarantine, state: 'deferred' } as const;
  t.match(told({}, { retentions: [quarantine] }), [
    /^arms retentions.quarantine: files of quarantine are removed now$/,
  ]);
  t.match(told({ retentions: [quarantine] }, { retentions: [off] }), [
    /^disarms retentions.quarantine.state/,
  ]);
  t.match(told({}, { retentions: [off] }), [
    /^documents .*: the retention quarantine is planned, and not enforced$/,
  ]);
  const longer = { ...quarantine, keepMs: 9000 };
  t.match(told({ retentions: [quarantine] }, { retentions: [longer] }), [
    /^loosens retentions.quarantine.keep/,
  ]);
  const other = { ...quarantine, name: 'spool' };
  t.match(told({ retentions: [quarantine, other] }, { retentions: [other, quarantine] }), [
    /^cosmetic retentions: /,
  ]);
});
