// The generated run script, byte for byte, under the real s6-supervise and BusyBox' real watchdog applet.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { s6Rc } from '../../src/backends/s6-rc/index.js';
import { type Lab, lab, labTools, until } from '../lib/feeder-lab.js';
import { figure } from '../lib/figures.js';
import { active, planFixture } from '../lib/plan.js';
import { artefactsOf } from '../lib/s6rc.js';
import { need } from './lib/need.js';

const SERVICE = 'etc/s6-rc/source/watchdog-feeder';
const tools = [...labTools, { path: '/usr/bin/s6-supervise', debian: 's6' }];

/** PID 1: starts the supervisor, reaps what is left to it, and writes down every second which processes there are. */
const INIT = `s6-supervise /${SERVICE} &
while :; do ps -o pid,ppid,stat,comm >/run/ps.new; mv /run/ps.new /run/ps; sleep 1; done`;

async function supervised(t: Test, sysfs: Readonly<Record<string, string>> = {}): Promise<Lab> {
  const plan = planFixture({ watchdog: { petMs: active(1000) } });
  const machine = await lab(t, artefactsOf(s6Rc, plan), sysfs);
  return machine;
}

function svc(machine: Lab, option: string): void {
  spawnSync('s6-svc', [option, join(machine.root, SERVICE)]);
}

function pid(machine: Lab): string {
  return spawnSync('s6-svstat', ['-o', 'pid', join(machine.root, SERVICE)], {
    encoding: 'utf8',
  }).stdout.trim();
}

const isFed = (machine: Lab, times: number) => until(() => machine.fed().length >= times);
const isDown = (machine: Lab) => until(() => pid(machine) === '-1');

t.test('feeds, is restarted after a kill, and is taken down without a V', async (t) => {
  if (!need(t, tools)) return;
  const machine = await supervised(t);
  machine.boot('sh', '-c', INIT);
  t.ok(await isFed(machine, 3), machine.log());
  const first = pid(machine);
  svc(machine, '-k');
  t.ok(await until(() => pid(machine) !== first && pid(machine) !== '-1'), 'it has another process');
  t.ok(await isFed(machine, machine.fed().length + 3), 'which feeds');
  svc(machine, '-d');
  t.ok(await isDown(machine), 'it is down');
  await sleep(1200);
  const written = machine.fed().toString('latin1');
  t.notOk(written.includes('V'), 'the timer was not stopped');
  t.match(written, /^\0+$/);
  if (t.passing()) figure(42, { part: 'under s6: killed, and taken down', cases: 2, held: 2 });
});

t.test('control: without down-signal the timer is stopped', async (t) => {
  if (!need(t, tools)) return;
  const machine = await supervised(t);
  rmSync(join(machine.root, SERVICE, 'down-signal'));
  machine.boot('sh', '-c', INIT);
  t.ok(await isFed(machine, 1), machine.log());
  svc(machine, '-d');
  t.ok(await isDown(machine));
  t.ok(await until(() => machine.fed().toString('latin1').endsWith('V')), 'there is the V');
});

t.test('a driver that refused the timeout is noticed, and nothing is left behind', async (t) => {
  if (!need(t, tools)) return;
  const machine = await supervised(t, { identity: 'Software Watchdog', timeout: '60' });
  machine.boot('sh', '-c', INIT);
  t.ok(await until(() => machine.log().includes('WRONG TIMEOUT')), machine.log());
  t.match(machine.log(), 'watchdog-feeder: WRONG TIMEOUT: /dev/watchdog0 holds 60 s, not 30 s');
  t.match(machine.log(), 'WRONG DEVICE: /dev/watchdog0 is "Software Watchdog", not "iTCO_wdt"');
  t.notMatch(machine.log(), 'NOT ARMED');
  await sleep(2500);
  const processes = readFileSync(join(machine.root, 'run/ps'), 'utf8');
  t.notMatch(processes, / Z/, 'no zombie');
  const feeder = / *(\d+) +\d+ \S+ +watchdog$/m.exec(processes)?.[1] ?? '';
  t.match(feeder, /^\d+$/, processes);
  t.notMatch(processes, new RegExp(`^ *\\d+ +${feeder} `, 'm'), 'the feeder has no children');
});

t.test('a driver that took it is not complained about', async (t) => {
  if (!need(t, tools)) return;
  const machine = await supervised(t);
  machine.boot('sh', '-c', INIT);
  t.ok(await isFed(machine, 5), machine.log());
  t.notMatch(machine.log(), /WRONG|NOT|cannot/);
});

t.test('without the device it gives up after ten seconds, and is tried again', async (t) => {
  if (!need(t, tools)) return;
  const plan = planFixture({ watchdog: { device: '/dev/watchdog7' }, kernel: { driverAs: 'module' } });
  const machine = await lab(t, artefactsOf(s6Rc, plan));
  machine.boot('sh', '-c', INIT);
  const logged = (text: string) => machine.log().split(text).length - 1;
  t.ok(await until(() => logged('cannot load the module') === 4), machine.log());
  t.equal(logged('there is no device /dev/watchdog7'), 1);
  t.match(machine.log(), /module i2c-i801\n.*\n.*module iTCO_wdt\n/);
});
