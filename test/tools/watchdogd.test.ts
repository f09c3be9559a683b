// watchdogd.conf and the s6-rc run script with the real watchdogd 4.x, which no Debian release has: skipped without it,
// in CI too. On the stand-in device it can neither set a timeout nor be asked to write a V.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { s6Rc } from '../../src/backends/s6-rc/index.js';
import { watchdogd } from '../../src/backends/watchdogd/index.js';
import { type Lab, lab, labTools, until } from '../lib/feeder-lab.js';
import { active, planFixture } from '../lib/plan.js';
import { artefactsOf } from '../lib/s6rc.js';
import { findCommand, need } from './lib/need.js';

const daemon = findCommand('watchdogd');
const tools = [...labTools, { path: '/usr/bin/s6-supervise', debian: 's6' }];
const SUPERVISE = `s6-supervise /etc/s6-rc/source/watchdog-feeder &
while sleep 1; do ps >/run/ps; done`;

async function machineWith(t: Test, command: string): Promise<Lab> {
  const plan = planFixture({
    watchdog: { feeder: active({ kind: 'watchdogd' } as const), petMs: active(1000) },
  });
  const machine = await lab(
    t,
    [s6Rc, watchdogd].flatMap((backend) => artefactsOf(backend, plan)),
  );
  copyFileSync(daemon ?? '', join(machine.root, 'sbin/watchdogd'));
  machine.boot('sh', '-c', command);
  return machine;
}

if (daemon === undefined) {
  t.pass('watchdogd is here', { skip: 'no watchdogd in PATH (not in Debian)' });
} else {
  t.test('reads the generated configuration', async (t) => {
    if (!need(t, tools)) return;
    const machine = await machineWith(t, 'watchdogd -n -l debug -f /etc/watchdogd.conf /dev/watchdog0');
    t.ok(await until(() => machine.log().includes('Kicking watchdog')), machine.log());
    t.match(machine.log(), '/dev/watchdog0: kick interval set to 1 sec.');
    t.notMatch(machine.log(), /Parse error|no such option|watchdogd.conf:\d/);
  });

  t.test('is left alone while it holds the device', async (t) => {
    if (!need(t, tools)) return;
    const machine = await machineWith(t, SUPERVISE);
    t.notOk(await until(() => machine.log().includes('NOT FEEDING'), 5000), machine.log());
    t.equal(machine.log().split(' starting ...').length - 1, 1, 'it was started once');
  });

  t.test('is started again when it could not open the device', async (t) => {
    if (!need(t, tools)) return;
    const machine = await machineWith(t, `mount -o remount,bind,nodev /dev/watchdog0; ${SUPERVISE}`);
    t.ok(await until(() => machine.log().split('NOT FEEDING').length > 2), machine.log());
  });
}
