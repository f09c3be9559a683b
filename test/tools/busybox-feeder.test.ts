// The generated scripts for BusyBox init and SysV, byte for byte: under the real `init` as PID 1 of a namespace, and
// run by BusyBox ash and by dash, with BusyBox' real watchdog applet and start-stop-daemon.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { busybox } from '../../src/backends/busybox/index.js';
import { s6Rc } from '../../src/backends/s6-rc/index.js';
import type { Artefact } from '../../src/backends/types.js';
import type { Init } from '../../src/plan/types.js';
import { type Lab, lab, labTools, until } from '../lib/feeder-lab.js';
import { figure } from '../lib/figures.js';
import { active, type PlanOverrides, planFixture } from '../lib/plan.js';
import { artefactsOf } from '../lib/s6rc.js';
import { need } from './lib/need.js';

function overridesFor(init: Init): PlanOverrides {
  return {
    platform: { kind: 'buildroot', init },
    watchdog: { petMs: active(1000), nowayout: active(true), feeder: active({ kind: 'busybox' } as const) },
  };
}

function filesFor(init: Init): readonly Artefact[] {
  return artefactsOf(busybox, planFixture(overridesFor(init)));
}

/** PID 1 waits for children only between commands that are processes. */
const REAP = 'while sleep 1; do ps >/run/ps; done';

const written = (machine: Lab) => machine.fed().toString('latin1');
const isFed = (machine: Lab, times: number) => until(() => machine.fed().length >= times);

/** The applet's processes in the lab, as the machine that runs the test sees them. Ended ones have no root. */
function applets(machine: Lab): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      const isApplet = /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/comm`, 'utf8') === 'watchdog\n';
      return isApplet && readlinkSync(`/proc/${pid}/root`) === machine.root;
    } catch {
      return false;
    }
  });
}

async function booted(t: Test): Promise<{ machine: Lab; init: number }> {
  const files = filesFor('busybox');
  const machine = await lab(t, files);
  const fragment = files.find((file) => file.path === 'buildroot/inittab.fragment');
  writeFileSync(join(machine.root, 'etc/inittab'), fragment?.text ?? '');
  const { pid } = machine.boot('/sbin/init');
  t.ok(await isFed(machine, 2), machine.log());
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return { machine, init: Number(children) };
}

t.test('BusyBox init starts the feeder and starts it again', async (t) => {
  if (!need(t, labTools)) return;
  const { machine } = await booted(t);
  t.equal(machine.sysfs('nowayout'), '1\n', 'nowayout is set before the device is opened');
  const [first] = applets(machine);
  process.kill(Number(first), 'SIGKILL');
  t.ok(await until(() => applets(machine).some((pid) => pid !== first)), 'it has another process');
  t.ok(await isFed(machine, machine.fed().length + 2));
  t.notMatch(written(machine), 'V');
  await sleep(3000);
  t.equal(applets(machine).length, 1);
  t.notMatch(machine.log(), /WRONG|NOT|cannot/);
  if (t.passing()) figure(42, { part: 'under BusyBox init: killed, with nowayout', cases: 1, held: 1 });
});

t.test('control: at shutdown BusyBox init makes the applet write its V, so nowayout is needed', async (t) => {
  if (!need(t, labTools)) return;
  const { machine, init } = await booted(t);
  process.kill(init, 'SIGTERM');
  t.ok(await until(() => written(machine).endsWith('V')), 'there is the V');
  if (t.passing())
    figure(42, { part: 'under BusyBox init: nowayout before the V of a shutdown', cases: 1, held: 1 });
});

for (const shell of ['/bin/sh', '/usr/bin/dash']) {
  t.test(`the SysV script, run by ${shell}`, async (t) => {
    if (!need(t, [...labTools, { path: '/usr/bin/dash', debian: 'dash' }])) return;
    const machine = await lab(t, filesFor('sysv'));
    const say = (action: string) =>
      `echo ${action}; ${shell} /etc/init.d/S02watchdog-feeder ${action}; echo "= $?";`;
    const actions = ['status', 'start', 'start', 'status', 'stop', 'restart', 'status', 'nonsense'];
    machine.boot('sh', '-c', `${actions.map(say).join('sleep 1;')} sleep 99`);
    t.ok(await until(() => machine.log().includes('Usage')), machine.log());
    const log = machine.log().replace(/process \d+/g, 'process N');
    for (const expected of [
      'status\nnot feeding /dev/watchdog0\n= 3\n',
      'start\n= 0\n',
      'start\nwatchdog-feeder: already feeding /dev/watchdog0 (process N)\n= 0\n',
      'status\nfeeding /dev/watchdog0 (process N)\n= 0\n',
      'stop\nwatchdog-feeder: goes on feeding /dev/watchdog0 until the machine restarts\n= 0\n',
      'restart\nwatchdog-feeder: already feeding /dev/watchdog0 (process N)\n= 0\n',
    ])
      t.match(log, expected);
    t.ok(await isFed(machine, machine.fed().length + 2), 'goes on feeding');
    t.equal(applets(machine).length, 1);
    t.match(written(machine), /^\0+$/, 'and nothing wrote a V');
    t.equal(machine.sysfs('nowayout'), '1\n');
    t.notMatch(log, /WRONG|NOT FEEDING|cannot/);
  });
}

t.test('the SysV script says so when the feeder has ended', async (t) => {
  if (!need(t, labTools)) return;
  const machine = await lab(t, filesFor('sysv'), { timeout: '15' });
  const kill = 'read -r pid </run/watchdog-feeder.pid; kill -9 "$pid"';
  machine.boot('sh', '-c', `/etc/init.d/S02watchdog-feeder start; sleep 1; ${kill}; ${REAP}`);
  t.ok(await until(() => machine.log().includes('NOT FEEDING: the feeder has ended')), machine.log());
  t.match(machine.log(), 'WRONG TIMEOUT: /dev/watchdog0 holds 15 s, not 30 s');
  if (t.passing()) figure(42, { part: 'under SysV init: killed, which is said', cases: 1, held: 1 });
});

/** Every script there is, and every branch of its templates. */
function scripts(): readonly { readonly name: string; readonly text: string }[] {
  const inits: readonly Init[] = ['s6-rc', 'busybox', 'sysv'];
  const feeders = [active({ kind: 'busybox' } as const), active({ kind: 'watchdogd' } as const)];
  return inits.flatMap((init) =>
    feeders.flatMap((feeder) =>
      [true, false].flatMap((plain) => {
        const plan = planFixture({
          platform: { kind: 'buildroot', init },
          kernel: { driverAs: plain ? 'builtin' : 'module' },
          driver: { watchdogCore: plain, stepsMs: plain ? [16_000, 43_000] : null, modules: ['one', 'o ne'] },
          watchdog: { feeder, nowayout: active(plain), device: plain ? '/dev/watchdog' : "/dev/it's" },
        });
        return [s6Rc, busybox]
          .flatMap((backend) => artefactsOf(backend, plan))
          .filter((file) => file.mode === 0o755)
          .map(({ path, text }) => ({ name: `${path} ${feeder.active?.kind} ${plain}`, text }));
      }),
    ),
  );
}

t.test('shellcheck and three shells read every script', async (t) => {
  const tools = [
    { command: 'shellcheck', debian: 'shellcheck' },
    { command: 'dash', debian: 'dash' },
    { command: 'bash', debian: 'bash' },
    { command: 'busybox', debian: 'busybox-static' },
  ];
  if (!need(t, tools)) return;
  const all = scripts();
  t.equal(all.length, 8);
  const file = join(t.testdir(), 'script');
  for (const { name, text } of all) {
    writeFileSync(file, text);
    for (const [command = '', ...options] of [
      ['shellcheck', '-s', 'sh'],
      ['dash', '-n'],
      ['busybox', 'ash', '-n'],
      ['bash', '--posix', '-n'],
    ]) {
      const { status, stdout, stderr } = spawnSync(command, [...options, file], { encoding: 'utf8' });
      t.equal(status, 0, `${command}: ${name} ${stdout}${stderr}`);
    }
  }
});
