import type { NetworkPlan, TargetPlan } from '../../src/plan/types.js';
import { type PlanOverrides, planFixture } from './plan.js';

const STATE = '/etc/kvmd/user/state/wdgen-selfheal';

/**
 * The ladder of rm1: link and IPv4 address every ten minutes; bounce, renegotiate, kvmd-network, connmand; then one
 * reboot an hour, not while the USB storage is in use, nor when a ping gets through.
 */
export function networkFixture(overrides: Partial<NetworkPlan> = {}): NetworkPlan {
  return {
    state: 'active',
    interface: 'eth0',
    everyMs: 600_000,
    jitterMs: 30_000,
    probes: [
      {
        name: 'carrier',
        proves: 'link',
        check: { kind: 'carrier' },
        need: { kind: 'all' },
        timeoutMs: 2_000,
      },
      {
        name: 'address',
        proves: 'lan',
        check: { kind: 'address', family: 'ipv4' },
        need: { kind: 'all' },
        timeoutMs: 5_000,
      },
      {
        name: 'internet',
        proves: 'internet',
        check: { kind: 'ping', hosts: ['1.1.1.1', '8.8.8.8'], count: 1 },
        need: { kind: 'any' },
        timeoutMs: 10_000,
      },
    ],
    healthy: { need: { kind: 'all' }, probes: ['carrier', 'address'] },
    steps: [
      step('bounce', { kind: 'bounce', downMs: 3_000 }),
      step('renegotiate', { kind: 'renegotiate', downMs: 10_000 }),
      step('kvmd-network', { kind: 'restart', manager: 'sysv', service: 'S46kvmd-network' }),
      step('connman', { kind: 'restart', manager: 'respawn', service: 'connmand' }),
    ],
    guards: [{ name: 'usb-storage', check: { kind: 'usb-storage', gadget: 'rockchip', whenBound: false } }],
    reboot: rebootFixture(),
    stateDir: STATE,
    log: { path: `${STATE}/log`, bytes: 65_536 },
    deferral: null,
    ...overrides,
  };
}

/** The last step of rm1's ladder, in force. */
export function rebootFixture(overrides: Partial<NetworkPlan['reboot']> = {}): NetworkPlan['reboot'] {
  return {
    state: 'active',
    rounds: 2,
    on: ['link', 'lan'],
    guards: ['usb-storage'],
    vetoes: ['internet'],
    max: 1,
    windowMs: 3_600_000,
    neverUp: 3,
    deferral: null,
    ...overrides,
  };
}

/** A step with rm1's pause of 15 s, in every round and without guards, unless `more` says otherwise. */
export function step(
  name: string,
  action: NetworkPlan['steps'][number]['action'],
  more: Partial<NetworkPlan['steps'][number]> = {},
): NetworkPlan['steps'][number] {
  return { name, action, settleMs: 15_000, cooldownMs: 0, timeoutMs: 30_000, guards: [], ...more };
}

/** What a test wants to be different from rm1: parts of the ladder, or anything of a plan. */
export interface Rm1Overrides extends Omit<PlanOverrides, 'network'> {
  readonly network?: Partial<NetworkPlan>;
}

/** The example target rm1: a Buildroot-like image with BusyBox init, an RK3568, and `networkFixture`. */
export function rm1Fixture({ network, ...more }: Rm1Overrides = {}): TargetPlan {
  return planFixture({
    name: 'rm1',
    board: {
      id: 'gl-rm1',
      title: 'GL.iNet Comet RM-1',
      soc: 'Rockchip',
      arch: 'arm64',
      firmware: null,
      notes: [],
    },
    platform: { kind: 'buildroot', init: 'busybox' },
    network: networkFixture(network),
    ...more,
  });
}
