// Probes over a real link: a router at the other end of a veth pair, in a network namespace of its own.
import t from 'tap';
import type { NetworkPlan } from '../../src/plan/types.js';
import { networkFixture, rebootFixture, rm1Fixture, step } from '../lib/plan-network.js';
import { need } from './lib/need.js';
import { SELFHEAL_TOOLS, SHELLS, type ShellName, selfhealLab } from './lib/selfheal-lab.js';

const TOOLS = [...SELFHEAL_TOOLS, { command: 'ip', debian: 'iproute2' }];

const only = (check: NetworkPlan['probes'][number]['check'], more: Partial<NetworkPlan> = {}) =>
  rm1Fixture({
    network: {
      probes: [{ name: 'one', proves: 'lan', check, need: { kind: 'all' }, timeoutMs: 2000 }],
      healthy: { need: { kind: 'all' }, probes: ['one'] },
      steps: [],
      guards: [],
      reboot: rebootFixture({ state: 'deferred', guards: [], vetoes: [] }),
      ...more,
    },
  });

const gateway = { kind: 'neighbour', hosts: [] } as const;
const plans = {
  carrier: only({ kind: 'carrier' }),
  'four-address': only({ kind: 'address', family: 'ipv4' }),
  'six-address': only({ kind: 'address', family: 'ipv6' }),
  gateway: only(gateway),
  'gateway-ping': only({ kind: 'ping', hosts: [], count: 1 }),
  'six-neighbour': only({ kind: 'neighbour', hosts: ['2001:db8::1'] }),
  'six-ping': only({ kind: 'ping', hosts: ['2001:db8::1'], count: 1 }),
  bounce: only(gateway, {
    steps: [step('bounce', { kind: 'bounce', downMs: 2000 }, { settleMs: 1000 })],
  }),
  jitter: only(
    { kind: 'carrier' },
    {
      jitterMs: 3000,
      probes: networkFixture().probes,
      healthy: { need: { kind: 'all' }, probes: ['carrier'] },
    },
  ),
};

/** Pauses are a tenth as long as the clock says. */
const SLEEP = `#!/bin/sh
read -r now _ </proc/uptime
/real/busybox usleep "$(($1 * 100000))"
echo "$((\${now%%.*} + $1)).00 0.00" >/clock
`;

const SCRIPT = `
b=/real/busybox; ip=/shells/ip
fresh; rm -rf /sys; mkdir /sys; mount -t sysfs sysfs /sys
$b unshare -n $b sleep 1000 &
router=$!; usleep 300000
at() { $b nsenter -t "$router" -n "$@"; }
$ip link add eth0 type veth peer name r0; $ip link set r0 netns "$router"
at $ip address add 192.0.2.1/24 dev r0; at $ip address add 2001:db8::1/64 dev r0 nodad; at $ip link set r0 up
$ip address add 192.0.2.7/24 dev eth0; $ip address add 2001:db8::7/64 dev eth0 nodad; $ip link set eth0 up
$ip route add default via 192.0.2.1 metric 7
all='carrier four-address six-address gateway gateway-ping six-neighbour six-ping'
fails() {
	echo "## $1"; shift
	for one; do
		rm -rf /run/*; clock 1000
		case $(round "$one") in '= 0') ;; *'failed round 1: one'*) echo "$one" ;; *) echo "$one?" ;; esac
	done
}
fails 'all is well' $all
for file in ipv4/icmp_echo_ignore_all ipv6/icmp/echo_ignore_all; do at $b sh -c "echo 1 >/proc/sys/net/$file"; done
fails 'silent to ping' $all
mv /stand-in/arping /; $ip neigh flush all; fails 'silent to ping, no arping' gateway; mv /arping /stand-in
at $ip address flush dev r0; $ip neigh flush all
fails 'nobody there' carrier four-address gateway six-neighbour
round bounce >/bounced; grep -c 'step bounce: take' /bounced; echo '## routes after a bounce'; $ip -4 route show default
at $ip address add 192.0.2.1/24 dev r0
/probe/connmand & connmand=$!; usleep 200000; at $ip link set r0 down; round bounce >/bounced; at $ip link set r0 up
echo '## routes where connman looks after them'; $ip -4 route show default; kill $connmand
at $ip link set r0 down; $ip address flush dev eth0; $ip address add 169.254.3.4/16 dev eth0
fails 'cable out, an address of its own' carrier four-address six-address
at $ip link set r0 up; fails 'cable in' carrier
echo '## delays'
for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
	clock 1000; heal --config /conf/jitter >/dev/null 2>&1; read -r now _ </proc/uptime; echo "\${now%%.*}"
done
clock 1000; round jitter >/dev/null; echo '## with --now'; cat /proc/uptime`;

t.test('a link with a router', async (t) => {
  if (!need(t, TOOLS)) return;
  t.jobs = 3;
  await Promise.all(
    (Object.keys(SHELLS) as ShellName[]).map((shell) =>
      t.test(shell, { buffered: true }, async (t) => {
        const lab = selfhealLab(t, plans);
        lab.putReal();
        lab.putHost('ip');
        lab.put('stand-in/sleep', SLEEP);
        lab.put('probe/connmand', '#!/bin/sh\nusleep 60000000\n');
        for (const tool of ['arping', 'ping', 'ping6'])
          lab.put(`stand-in/${tool}`, `#!/bin/sh\nexec /real/busybox ${tool} "$@"\n`);
        const ip = shell === 'bash --posix' ? '/shells/ip' : '/real/busybox ip';
        lab.put('stand-in/ip', `#!/bin/sh\nexec ${ip} "$@"\n`);
        const text = await lab.run(shell, SCRIPT);
        const parts = new Map(
          text
            .split(/^## /m)
            .map((part) => part.split('\n'))
            .map(([name = '', ...lines]) => [name, lines.filter((line) => line !== '')]),
        );
        const fails = (name: string, ...wanted: readonly string[]) =>
          t.strictSame(parts.get(name), wanted, name);
        fails('all is well');
        fails('silent to ping', 'gateway-ping', 'six-ping');
        fails('silent to ping, no arping');
        fails('nobody there', 'gateway', 'six-neighbour', '1');
        t.match(parts.get('routes after a bounce'), [/^default via 192.0.2.1 dev eth0 .*metric 7/]);
        fails('routes where connman looks after them');
        fails('cable out, an address of its own', 'carrier', 'four-address', 'six-address');
        fails('cable in');
        const delays = (parts.get('delays') ?? []).map((now) => Number(now) - 1000);
        t.equal(delays.length, 12);
        t.ok(
          delays.every((delay) => delay >= 0 && delay <= 3),
          `${delays}`,
        );
        t.ok(new Set(delays).size > 1, 'not always the same');
        fails('with --now', '1000.00 0.00');
      }),
    ),
  );
});
