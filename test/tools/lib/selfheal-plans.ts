import type { NetworkPlan } from '../../../src/plan/types.js';
import { networkFixture, rebootFixture, rm1Fixture, step } from '../../lib/plan-network.js';

const script = (name: string, proves: NetworkPlan['probes'][number]['proves']) => ({
  name,
  proves,
  check: { kind: 'script', path: `/probe/${name}` } as const,
  need: { kind: 'all' } as const,
  timeoutMs: 1000,
});

const quick = { settleMs: 1000, timeoutMs: 1000 };
const guard = (name: string, check: NetworkPlan['guards'][number]['check']) => ({ name, check });

/** Nobody starts connmand anew here; the wait for it is short. */
const rm1Steps = networkFixture().steps.map((one) =>
  one.name === 'connman' ? { ...one, timeoutMs: 2000 } : one,
);

/** Times are short where real programs hang; else the clock of the lab costs nothing. */
export const plans = {
  rm1: rm1Fixture({ network: { steps: rm1Steps } }),
  deferred: rm1Fixture({ network: { steps: [], reboot: rebootFixture({ state: 'deferred' }) } }),
  actions: rm1Fixture({
    network: {
      probes: networkFixture().probes.map((one) =>
        one.name === 'address' ? { ...one, check: { kind: 'address', family: 'any' } } : one,
      ),
      steps: [
        step('dhcp', { kind: 'dhcp' }, quick),
        step('fast', { kind: 'force-speed', mbit: 100, duplex: 'full' }, quick),
        step('negotiate', { kind: 'renegotiate', downMs: 9000 }, quick),
        step('unit', { kind: 'restart', manager: 'systemd', service: 'net.service' }, quick),
        step('oneshot', { kind: 'restart', manager: 's6-rc', service: 'net' }, quick),
        step('sysv', { kind: 'restart', manager: 'sysv', service: 'kvmd-network' }, quick),
        step('own', { kind: 'script', path: '/probe/own' }, quick),
        step('hook', { kind: 'webhook', alert: 'ops' }, { settleMs: 0 }),
        step('mail', { kind: 'email', to: 'a@b', from: 'c@d', relay: 'relay' }, { settleMs: 0 }),
        step('wake', { kind: 'wake-on-lan', mac: '02:00:00:00:00:01' }, { settleMs: 0 }),
      ],
    },
  }),
  cooldown: rm1Fixture({
    network: { steps: [step('bounce', { kind: 'bounce', downMs: 3000 }, { cooldownMs: 1_200_000 })] },
  }),
  guards: rm1Fixture({
    network: {
      guards: [
        guard('storage', { kind: 'usb-storage', gadget: 'rockchip', whenBound: false }),
        guard('storage-bound', { kind: 'usb-storage', gadget: 'rockchip', whenBound: true }),
        guard('bound', { kind: 'udc-bound', gadget: 'rockchip' }),
        guard('flag', { kind: 'file', path: '/world/flag' }),
        guard('flashing', { kind: 'process', name: 'flasher' }),
        guard('busy', { kind: 'script', path: '/probe/busy' }),
      ],
      steps: ['storage', 'storage-bound', 'bound', 'flag', 'flashing', 'busy'].map((name) =>
        step(`s-${name}`, { kind: 'script', path: '/probe/own' }, { settleMs: 0, guards: [name] }),
      ),
      reboot: rebootFixture({ rounds: 1, guards: ['flag'] }),
    },
  }),
  server: rm1Fixture({
    network: {
      probes: [script('link', 'link'), script('server', 'server')],
      healthy: { need: { kind: 'all' }, probes: ['link', 'server'] },
      steps: [],
      reboot: rebootFixture({ rounds: 1, on: ['link', 'lan', 'internet'], vetoes: [] }),
    },
  }),
  quorum: rm1Fixture({
    network: {
      probes: [script('a', 'lan'), script('b', 'lan'), script('c', 'lan')],
      healthy: { need: { kind: 'quorum', of: 2 }, probes: ['a', 'b', 'c'] },
      steps: [],
      reboot: rebootFixture({ vetoes: [] }),
    },
  }),
  never: rm1Fixture({
    network: {
      steps: [],
      reboot: rebootFixture({ rounds: 1, max: 9, windowMs: 1_000_000, neverUp: 2, vetoes: [] }),
    },
  }),
  budget: rm1Fixture({
    network: { steps: [], reboot: rebootFixture({ rounds: 1, max: 2, windowMs: 3_600_000, vetoes: [] }) },
  }),
};
