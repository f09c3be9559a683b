// The runbook's part about network self-heal: what is true of the plan, for every init.
import t from 'tap';
import { runbook } from '../../src/backends/runbook/index.js';
import { type Rm1Overrides, rebootFixture, rm1Fixture } from '../lib/plan-network.js';
import { artefactsOf } from '../lib/s6rc.js';

function section(overrides: Rm1Overrides = {}): string {
  const [file] = artefactsOf(runbook, rm1Fixture(overrides));
  const [, part = ''] = (file?.text ?? '').split('\n## Network self-heal\n');
  return part.split('\n## ')[0] ?? '';
}

t.test('probes, steps in their order, and the conditions of a reboot', async (t) => {
  const text = section();
  t.match(
    text,
    '| `internet` | ping (hosts 1.1.1.1, 8.8.8.8, count 1) | internet | forbids a reboot when it succeeds |',
  );
  const steps = [...text.matchAll(/^\| `([a-z-]+)` \| .* \| in every round \|/gm)].map(([, name]) => name);
  t.strictSame(steps, ['bounce', 'renegotiate', 'kvmd-network', 'connman']);
  t.match(text, '- 2 rounds in a row have failed');
  t.match(text, '- The guard usb-storage does not hold: usb-storage (gadget rockchip, when-bound false).');
  t.match(text, '- The probe internet fails, too.');
  t.match(text, '- There was no such reboot in the last 1h of running time.');
  t.match(text, 'at most 11min after the network has died');
});

t.test('what is deferred is said to be', async (t) => {
  const deferral = { reason: 'not tried yet', gate: ['approval'] };
  const never = section({ network: { reboot: rebootFixture({ state: 'deferred', deferral }) } });
  t.match(
    never,
    '**It never reboots the machine: that is deferred.** Because: not tried yet Gate: approval.',
  );
  const off = section({ network: { state: 'deferred', deferral } });
  t.match(off, '**Deferred: nothing of this is in the image.**');
  t.match(section({ network: { steps: [] } }), 'There are no steps.');
});

t.test('how to hold it under each init', async (t) => {
  const buildroot = (init: 'busybox' | 's6-rc' | 'systemd') =>
    section({ platform: { kind: 'buildroot', init } });
  t.match(buildroot('busybox'), '\n/etc/init.d/S91wdgen-schedule stop\n');
  t.match(buildroot('busybox'), 'crond starts the rounds.');
  t.match(buildroot('s6-rc'), '\ns6-rc -d change wdgen-selfheal\n');
  t.match(buildroot('systemd'), '\nsystemctl stop wdgen-selfheal.timer\n');
  t.notMatch(buildroot('systemd'), 'crond');
  const nixos = section({ platform: { kind: 'nixos', init: 'systemd', release: 2511 } });
  t.match(nixos, '\nwdgen-selfheal --simulate carrier\n');
});

t.test('a target without a ladder has no such part', async (t) => {
  const [file] = artefactsOf(runbook, { ...rm1Fixture(), network: null });
  t.notMatch(file?.text, '## Network self-heal');
});
