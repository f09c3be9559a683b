// Whole rounds in real networks that are not as the spec thinks: what fails, that the first failed round never reboots,
// and what the second one does. A router stands at the other end of a veth pair, in a network namespace of its own.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { NetworkPlan } from '../../src/plan/types.js';
import { figure } from '../lib/figures.js';
import { rebootFixture, rm1Fixture } from '../lib/plan-network.js';
import { need } from './lib/need.js';
import { SELFHEAL_TOOLS, SHELLS, type ShellName, selfhealLab } from './lib/selfheal-lab.js';

const TOOLS = [...SELFHEAL_TOOLS, { command: 'ip', debian: 'iproute2' }];

type Probe = NetworkPlan['probes'][number];

const probe = (
  name: string,
  proves: Probe['proves'],
  check: Probe['check'],
  need: Probe['need'] = { kind: 'all' },
) => ({
  ...{ name, proves, check, need },
  timeoutMs: check.kind === 'ping' && check.count > 1 ? 5000 : 1000,
});

const carrier = probe('carrier', 'link', { kind: 'carrier' });
const address = (family: 'ipv4' | 'any') => probe('address', 'lan', { kind: 'address', family });
const gateway = probe('gateway', 'lan', { kind: 'neighbour', hosts: [] }, { kind: 'any' });
const internet = probe(
  'internet',
  'internet',
  { kind: 'ping', hosts: ['198.51.100.1'], count: 1 },
  { kind: 'any' },
);

/** Reboots in the second failed round, unless somebody on the Internet answers. */
const plan = (...probes: readonly Probe[]) =>
  rm1Fixture({
    network: {
      probes: [...probes, internet],
      healthy: { need: { kind: 'all' }, probes: probes.map(({ name }) => name) },
      ...{ steps: [], guards: [], reboot: rebootFixture({ guards: [] }) },
    },
  });

const plans = {
  any: plan(carrier, address('any'), gateway),
  four: plan(carrier, address('ipv4')),
  pings: plan(carrier, probe('pings', 'lan', { kind: 'ping', hosts: ['192.0.2.1'], count: 3 })),
  midway: plan(carrier, probe('midway', 'lan', { kind: 'script', path: '/probe/midway' }), gateway),
};

interface Situation {
  readonly plan: keyof typeof plans;
  readonly makes: string;
  /** What the first round says. */
  readonly first: string;
  /** Done between the rounds. */
  readonly between?: string;
  /** What the second one does; empty when all is well. */
  readonly second: string;
}

const fails = (names: string) => `unhealthy, failed round 1: ${names}\nreboot: refused, round 1 of 2\n= 0\n`;
const REBOOTS = 'reboot: rebooting, reboot 1 of 1 in 3600 s\n';
const VETO = 'reboot: refused, probe internet succeeds\n= 0\n';
const WELL = { first: '= 0\n', second: '= 0\n' };
const ALL = fails('carrier address gateway');

const SITUATIONS: Readonly<Record<string, Situation>> = {
  'as it should be': { plan: 'any', makes: '', ...WELL },
  'renamed, and up under another name': {
    ...{ plan: 'any', first: ALL, second: VETO },
    makes:
      '$ip link set eth0 down; $ip link set eth0 name lan0; $ip link set lan0 up; $ip route add default via 192.0.2.1',
  },
  'renamed, and down': {
    ...{ plan: 'any', first: ALL, second: REBOOTS },
    makes: '$ip link set eth0 down; $ip link set eth0 name lan0',
  },
  gone: { plan: 'any', makes: '$ip link del eth0', first: ALL, second: REBOOTS },
  'gone, and back': {
    plan: 'any',
    makes: '$ip link del eth0',
    first: ALL,
    between: 'wire 0',
    second: 'recovered',
  },
  'taken down': {
    ...{ plan: 'any', first: fails('carrier gateway'), second: REBOOTS },
    makes: '$ip link set eth0 down',
  },
  'the cable is out': {
    ...{ plan: 'any', first: fails('carrier gateway'), second: REBOOTS },
    makes: 'at $ip link set r0 down',
  },
  'two default routes, the other one is preferred': { plan: 'any', makes: 'wire 1', ...WELL },
  'two default routes, and only the other router lives': {
    ...{ plan: 'any', first: fails('gateway'), second: VETO },
    makes: 'wire 1; at $ip address flush dev r0',
  },
  'two routers, one of them dead': {
    ...{ plan: 'any', ...WELL },
    makes: '$ip route add default via 192.0.2.99 dev eth0 metric 1',
  },
  'no default route': {
    ...{ plan: 'any', first: fails('gateway'), second: REBOOTS },
    makes: '$ip route del default; $ip -6 route del default',
  },
  'a router with another address': {
    ...{ plan: 'any', first: fails('gateway'), second: REBOOTS },
    makes: 'at $ip address flush dev r0; at $ip address add 192.0.2.2/24 dev r0',
  },
  'IPv6 only': { plan: 'any', makes: '$ip -4 address flush dev eth0', ...WELL },
  'IPv6 only, where the spec wants IPv4': {
    ...{ plan: 'four', first: fails('address'), second: REBOOTS },
    makes: '$ip -4 address flush dev eth0',
  },
  'an address that the machine gave itself': {
    ...{ plan: 'any', first: fails('address gateway'), second: REBOOTS },
    makes: '$ip address flush dev eth0; $ip address add 169.254.3.4/16 dev eth0',
  },
  'half of the pings get lost': { plan: 'pings', makes: 'lossy', ...WELL },
  'all pings get lost': {
    ...{ plan: 'pings', first: fails('pings'), second: REBOOTS },
    makes: 'deaf 1',
  },
  'all pings get lost, and ARP is answered': { plan: 'any', makes: 'deaf 1', ...WELL },
  'it goes down during the run': {
    ...{
      plan: 'midway',
      first: fails('gateway'),
      second: 'unhealthy, failed round 2: carrier gateway\n',
    },
    makes: 'touch /world/midway',
  },
  'it goes down, comes back, and goes down': {
    ...{ plan: 'any', second: fails('carrier gateway') },
    makes: 'at $ip link set r0 down',
    first: `${fails('carrier gateway')}recovered by itself after 1 failed rounds\n= 0\n`,
    between: 'at $ip link set r0 up; later 600; round any; at $ip link set r0 down; later 600',
  },
};

/** Numbers of wires: eth0 and r0, eth1 and r1, each with addresses of its own and a default route. */
const FUNCTIONS = `
b=/real/busybox; ip=/shells/ip
at() { $b nsenter -t "$router" -n "$@"; }
deaf() { for file in ipv4/icmp_echo_ignore_all ipv6/icmp/echo_ignore_all; do at $b sh -c "echo $1 >/proc/sys/net/$file"; done; }
# The kernel's own limit: when its first few answers are used up, one in 1.9 s. Of three pings, a second apart, one or
# two are answered.
lossy() {
	at $b sh -c 'echo 1 >/proc/sys/net/ipv4/icmp_ratemask; echo 1900 >/proc/sys/net/ipv4/icmp_ratelimit'
	while $b ping -c 1 -W 1 192.0.2.1 >/dev/null; do :; done
}
wire() {
	$ip link add eth$1 type veth peer name r$1; $ip link set r$1 netns "$router"
	at $ip address add 192.0.$((2 + $1)).1/24 dev r$1; at $ip address add 2001:db8:$1::1/64 dev r$1 nodad; at $ip link set r$1 up
	$ip address add 192.0.$((2 + $1)).7/24 dev eth$1; $ip address add 2001:db8:$1::7/64 dev eth$1 nodad; $ip link set eth$1 up
	route $1
}
route() {
	$ip route add default via 192.0.$((2 + \${1:-0})).1 metric $((7 - \${1:-0}))
	$ip -6 route add default via 2001:db8:\${1:-0}::1 dev eth\${1:-0} 2>/dev/null
}
# A machine of its own for each, in a network of its own.
begin() {
	rm -rf /run/* /world/* "$state"; : >/calls; clock 5000; echo boot-1 >/boot_id
	mount -t sysfs sysfs /sys
	$b unshare -n $b sleep 1000 &
	router=$!; usleep 100000
	at $ip address add 198.51.100.1/32 dev lo; at $ip link set lo up; $ip link set lo up
	wire 0
}
`;

const scriptOf = (situations: readonly (readonly [string, Situation])[]) =>
  situations
    .map(
      ([name, one]) => `cat >/situation <<'END'
. /library; . /functions
begin; ${one.makes}
echo '## ${name}'; round ${one.plan}
later 600; ${one.between ?? ''}
echo '## then'; round ${one.plan}; kill -9 "$router"; umount -l /sys
END
/real/busybox unshare -n sh /situation`,
    )
    .join('\n');

const MIDWAY = '#!/bin/sh\n[ ! -e /world/midway ] || /shells/ip link set eth0 down\n';

t.test('a round, and the one after it', async (t) => {
  if (!need(t, TOOLS)) return;
  const all = Object.entries(SITUATIONS);
  let held = 0;
  t.jobs = 3;
  // Most of the time is waiting for answers that do not come: a third of them under each shell, at once.
  await Promise.all(
    (Object.keys(SHELLS) as ShellName[]).map((shell, index, { length }) =>
      t.test(shell, { buffered: true }, async (t) => {
        const lab = selfhealLab(t, plans);
        lab.putReal();
        lab.putHost('ip');
        mkdirSync(join(lab.root, 'sys'));
        lab.put('functions', FUNCTIONS);
        for (const tool of ['arping', 'ping', 'ping6'])
          lab.put(`stand-in/${tool}`, `#!/bin/sh\nexec /real/busybox ${tool} "$@"\n`);
        lab.put('stand-in/ip', '#!/bin/sh\nexec /shells/ip "$@"\n');
        lab.put('probe/midway', MIDWAY);
        const own = all.filter((_, place) => place % length === index);
        const text = (await lab.run(shell, scriptOf(own))).replaceAll('wdgen-selfheal: ', '');
        const parts = text.split(/^## /m).slice(1);
        t.equal(parts.length, 2 * own.length, text);
        for (const [place, [name, { first, second }]] of own.entries()) {
          const [one = '', other = ''] = parts.slice(2 * place);
          const right = one === `${name}\n${first}` && other.startsWith('then\n') && other.includes(second);
          t.ok(right, `${name}: ${one}${other}`);
          if (right) held++;
        }
      }),
    ),
  );
  figure(31, { part: 'real networks, two rounds each', cases: all.length, held });
});
