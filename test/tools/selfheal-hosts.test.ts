// Probes over a real loopback, with BusyBox' own nc, wget and httpd; and steps that act on real processes.
import t from 'tap';
import type { NetworkPlan } from '../../src/plan/types.js';
import { networkFixture, rebootFixture, rm1Fixture, step } from '../lib/plan-network.js';
import { need } from './lib/need.js';
import { SELFHEAL_TOOLS, SHELLS, type ShellName, selfhealLab } from './lib/selfheal-lab.js';

type Probe = NetworkPlan['probes'][number];

const only = (check: Probe['check'], need: Probe['need'] = { kind: 'all' }) =>
  rm1Fixture({
    network: {
      probes: [{ name: 'hosts', proves: 'server', check, need, timeoutMs: 2000 }],
      healthy: { need: { kind: 'all' }, probes: ['hosts'] },
      steps: [],
      guards: [],
      reboot: rebootFixture({ state: 'deferred', guards: [], vetoes: [] }),
    },
  });

const tcp = (...ports: readonly number[]) =>
  only({ kind: 'tcp', hosts: ports.map((port) => ({ host: '127.0.0.1', port })) }, { kind: 'any' });

const quick = { settleMs: 0, timeoutMs: 30_000 };

const plans = {
  closes: tcp(8080),
  holds: tcp(8081),
  refused: tcp(9),
  'one of two': tcp(9, 8080),
  page: only({ kind: 'http', urls: ['http://127.0.0.1:8090/page'] }),
  'no page': only({ kind: 'http', urls: ['http://127.0.0.1:8090/none'] }),
  steps: rm1Fixture({
    network: {
      probes: networkFixture().probes.slice(0, 1),
      healthy: { need: { kind: 'all' }, probes: ['carrier'] },
      guards: [],
      steps: [
        step('connman', { kind: 'restart', manager: 'respawn', service: 'connmand' }, quick),
        step('dhcp', { kind: 'dhcp' }, quick),
        step('hook', { kind: 'webhook', alert: 'ops' }, quick),
      ],
      reboot: rebootFixture({ state: 'deferred', guards: [], vetoes: [] }),
    },
  }),
};

const UDHCPC = `#!/bin/sh
trap 'echo release >>/calls' USR2
trap 'echo renew >>/calls' USR1
while :; do usleep 20000; done
`;

const SCRIPT = `
fresh; busybox=/real/busybox
$busybox ip link set lo up
mkdir -p /www; echo hello >/www/page
$busybox httpd -p 127.0.0.1:8090 -h /www
$busybox nc -ll -p 8080 -e true & $busybox nc -ll -p 8081 -e usleep 30000000 & usleep 200000
for name in closes holds refused 'one of two' page 'no page'; do fresh; echo "## $name"; round "$name"; done
fresh; echo '## steps'; break_link
(while :; do /probe/connmand; echo died >>/calls; done) &
/probe/udhcpc -i eth0 & /probe/udhcpc -i eth1 & usleep 200000
round steps; usleep 300000; calls`;

t.test('hosts are asked, and processes acted on', async (t) => {
  if (!need(t, SELFHEAL_TOOLS)) return;
  for (const shell of Object.keys(SHELLS) as ShellName[]) {
    await t.test(shell, async (t) => {
      const lab = selfhealLab(t, plans);
      lab.putReal();
      for (const [name, text] of [
        ['probe/connmand', '#!/bin/sh\nusleep 60000000\n'],
        ['probe/udhcpc', UDHCPC],
        ['usr/libexec/wdgen/alert', '#!/bin/sh\necho "alert $*" >>/calls\nusleep 60000000\n'],
      ] as const)
        lab.put(name, text);
      for (const tool of ['nc', 'wget'])
        lab.put(`stand-in/${tool}`, `#!/bin/sh\nexec /real/busybox ${tool} "$@"\n`);
      const text = await lab.run(shell, SCRIPT);
      const parts = new Map(text.split(/^## /m).map((part) => [part.split('\n')[0] ?? '', part]));
      for (const good of ['closes', 'holds', 'one of two', 'page'])
        t.equal(parts.get(good), `${good}\n= 0\n`);
      for (const bad of ['refused', 'no page']) t.match(parts.get(bad), 'failed round 1: hosts');
      const steps = parts.get('steps') ?? '';
      t.notMatch(steps, ': failed\n');
      t.match(steps, /= 0\ndied\n/, 'init has a new connmand');
      t.equal(steps.split('release\n').length, 2, 'only the client of this interface');
      // In this order, one second apart; here a second takes no time, and a shell sorts what is pending.
      t.equal(steps.split('renew\n').length, 2);
      t.match(
        steps,
        'alert ops network-down eth0: failed probes: carrier; round 1\n',
        'and it is not waited for',
      );
    });
  }
});
