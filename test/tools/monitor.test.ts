// The generated monitor, byte for byte, under three shells: processes are really there, really killed and really
// started again by what stands in for systemd.
import t, { type Test } from 'tap';
import { monitor } from '../../src/backends/monitor/index.js';
import type { MonitorPlan } from '../../src/plan/types.js';
import { edgeFixture, monitorFixture } from '../lib/plan-services.js';
import { artefactsOf } from '../lib/s6rc.js';
import { type Lab, MONITOR_TOOLS, monitorLab, type Ran, SHELLS } from './lib/monitor-lab.js';
import { need } from './lib/need.js';

t.jobs = 6;

const APP = '#!/bin/busybox sh\nwhile :; do /bin/busybox sleep 1; done\n';
const RUN_APP = '/bin/busybox sh /opt/telemetry_client.py & app=$!';
const restarts = (lab: Lab) =>
  lab
    .read('tmp/calls')
    .split('\n')
    .filter((line) => line.includes('restart'));

function labWith(t: Test, monitors: readonly MonitorPlan[] = [monitorFixture()]): Lab {
  const lab = monitorLab(t, artefactsOf(monitor, edgeFixture({ monitors })));
  lab.put('usr/libexec/wdgen/alert', '#!/bin/sh\necho "$*" >>/tmp/alerts\n');
  lab.put('opt/telemetry_client.py', APP);
  lab.put('tmp/start', '/bin/busybox sh /opt/telemetry_client.py </dev/null >/dev/null 2>&1 &\n');
  return lab;
}

for (const [name, shell] of Object.entries(SHELLS)) {
  const test = (
    title: string,
    body: (t: Test, run: (lab: Lab, script: string, after?: number) => Promise<Ran>) => Promise<void>,
  ) =>
    t.test(`${name}: ${title}`, { buffered: true }, async (t) => {
      if (!need(t, MONITOR_TOOLS)) return;
      await body(t, (lab, script, after) => lab.run(shell, script, after));
    });

  test('a process that is there is left alone', async (t, run) => {
    const lab = labWith(t);
    const { text } = await run(lab, `${RUN_APP}\n$M; echo "ends with $?"`);
    t.equal(text, 'ends with 0\n');
    t.strictSame(restarts(lab), []);
    t.equal(lab.log(), '');
  });

  test('a process that was killed is started again, once, and somebody is told', async (t, run) => {
    const lab = labWith(t);
    const script = `${RUN_APP}\n$M; echo $?\nkill -9 $app; wait $app 2>/dev/null\n$M; echo $?\n$M; echo $?`;
    const { text } = await run(lab, script, 300);
    t.equal(text.replace(/.*Killed.*\n/g, ''), '0\n0\n0\n');
    t.strictSame(restarts(lab), ['systemctl --no-block restart edge_telemetry.service']);
    const said =
      'telemetry: no process "telemetry_client.py"; restarted edge_telemetry.service by systemd (1 of 6 in an hour)';
    t.equal(lab.log(), `${said}\n`);
    t.equal(lab.read('tmp/alerts'), `--background ops crash ${said}\n`);
  });

  test('what only names the process does not count as it', async (t, run) => {
    const lab = labWith(t);
    lab.put('usr/libexec/wdgen/alert', '#!/bin/sh\nexec sleep 100\n');
    const names =
      '/bin/busybox sh -c "while :; do /bin/busybox sleep 1; done" /usr/libexec/wdgen/alert ops crash telemetry_client.py &';
    await run(lab, `${names}\n$M`);
    t.equal(restarts(lab).length, 1);
  });

  test('what systemd is starting or stopping is left to it', async (t, run) => {
    const lab = labWith(t);
    for (const state of ['activating', 'deactivating', 'reloading']) {
      lab.put('tmp/active', `${state}\n`);
      t.equal((await run(lab, '$M; echo $?')).text, '0\n');
    }
    t.strictSame(restarts(lab), []);
    lab.put('tmp/active', 'failed\n');
    await run(lab, '$M');
    t.match(
      lab.read('tmp/calls'),
      'reset-failed edge_telemetry.service\nsystemctl --no-block restart',
      'what it has given up it refuses to start before',
    );
    t.equal(restarts(lab).length, 1);
  });

  test('what systemd restarts between two looks is told, once', async (t, run) => {
    const lab = labWith(t);
    const look = '$M; echo $?\n';
    const count = (value: number) => `echo ${value} >/tmp/restarted\n`;
    const script = [2, 2, 0, 1].map((value) => count(value) + look).join('');
    t.equal((await run(lab, `${RUN_APP}\n${script}`, 300)).text, '0\n0\n0\n0\n');
    t.strictSame(
      restarts(lab).filter((line) => line.includes('--no-block')),
      [],
    );
    const said = (times: number) =>
      `--background ops crash telemetry: systemd has restarted edge_telemetry.service ${times} times since the last look\n`;
    t.equal(lab.read('tmp/alerts'), said(2) + said(1));
  });

  test('a restart that fails or hangs is told, and the run ends', async (t, run) => {
    const lab = labWith(t);
    lab.put('tmp/broken', '');
    t.equal((await run(lab, '$M; echo $?', 300)).text, '1\n');
    t.match(lab.read('tmp/alerts'), '--background ops restart-failed telemetry: no process');
  });

  test('at most so many restarts in an hour, and that is told once', async (t, run) => {
    const lab = labWith(t, [monitorFixture({ restartsPerHour: 2, graceMs: 1 })]);
    lab.put('tmp/start', '');
    const { text } = await run(lab, 'for i in 1 2 3 4; do $M; echo $?; done', 300);
    t.equal(text, '0\n0\n1\n1\n');
    t.equal(restarts(lab).length, 2);
    const told = lab.read('tmp/alerts').split('\n');
    t.equal(told.filter((line) => line.includes('gave-up')).length, 1);
    t.match(lab.log(), 'was restarted 2 times within an hour: given up for now');
  });

  test('grace: after a restart it is left alone for a while', async (t, run) => {
    const lab = labWith(t);
    lab.put('tmp/start', '');
    await run(lab, '$M; $M');
    t.equal(restarts(lab).length, 1);
    t.match(lab.log(), /was restarted \d+ s ago: left alone/);
  });

  test('state of another boot, damaged state and no place for it', async (t, run) => {
    const lab = labWith(t, [monitorFixture({ restartsPerHour: 1 })]);
    const plant = (text: string) =>
      `mkdir -p /run/wdgen-monitor; printf '${text}' >/run/wdgen-monitor/telemetry.restarts`;
    const boot = '$(/bin/busybox cat /proc/sys/kernel/random/boot_id)';
    const now = '$(/bin/busybox cut -d. -f1 /proc/uptime)';
    for (const text of [
      'another-boot 1 2 3\\n',
      '\\001\\377 x\\n',
      '',
      '9999999999999999999999 08 -1\\n',
      '1'.repeat(5000),
    ])
      await run(lab, `${plant(text)}\n$M`);
    t.equal(restarts(lab).length, 5, 'none of them counts');
    await run(
      lab,
      `mkdir -p /run/wdgen-monitor; echo "${boot} 08 999999999 ${now} x" >/run/wdgen-monitor/telemetry.restarts; $M`,
    );
    t.equal(restarts(lab).length, 5, 'of these only the one that this boot has reached');
    await run(lab, 'echo >/run/wdgen-monitor; $M');
    t.equal(restarts(lab).length, 6, 'without a place for its state it acts all the same');
    t.match(lab.log(), 'restarts are not counted');
  });

  test('two runs at once; a lock of one that was killed', async (t, run) => {
    const lab = labWith(t);
    const { text } = await run(lab, '$M & /bin/busybox usleep 500000; $M; echo "second: $?"; wait');
    t.match(text, 'second: 4');
    t.equal(restarts(lab).length, 1);
    await run(
      lab,
      'mkdir -p /run/wdgen-monitor; ln -s 77777 /run/wdgen-monitor/lock; $M; ls -l /run/wdgen-monitor/',
    );
    t.equal(restarts(lab).length, 2);
  });

  test('dry run and check change nothing', async (t, run) => {
    const lab = labWith(t);
    lab.put('usr/libexec/wdgen/alert', '#!/bin/sh\necho "$*"\n');
    const { text } = await run(
      lab,
      '$M --dry-run; echo $?; $M --check; echo $?; $M --what; echo $?; /bin/busybox ls /run',
    );
    t.match(text, 'would restart edge_telemetry.service by systemd (1 of 6 in an hour)\n0\n');
    t.match(text, '--check ops\nwdgen-monitor: everything it needs is there\n0\n2\n');
    t.strictSame(restarts(lab), []);
    t.equal(lab.read('tmp/alerts'), '');
    lab.put('etc/wdgen/monitor.conf', 'monitors=(\n');
    t.match((await run(lab, '$M; echo $?')).text, '2\n');
    t.match(lab.log(), 'cannot read /etc/wdgen/monitor.conf');
  });

  test('hostile names of processes', async (t, run) => {
    const names = [
      `a'b"c`,
      '$(touch /tmp/evil)',
      '`touch /tmp/evil`;',
      '*.py [x] ?',
      '\\n \\0',
      '-e --version',
      'ü€𐍈',
    ];
    const lab = labWith(
      t,
      names.map((process, index) => monitorFixture({ name: `m${index}`, process })),
    );
    lab.put('tmp/start', '');
    const words = names.map((one) => `'${one.replaceAll("'", "'\\''")}'`);
    const start = words.map(
      (word) => `/bin/busybox sh -c 'while :; do /bin/busybox sleep 1; done' -- ${word} &`,
    );
    t.equal((await run(lab, `${start.join('\n')}\n/bin/busybox sleep 1; $M; echo $?`)).text, '0\n');
    t.strictSame(restarts(lab), [], 'all are seen');
    await run(lab, '$M');
    t.equal(restarts(lab).length, names.length, 'none is imagined');
    t.equal(lab.read('tmp/evil'), '');
  });

  test('how often: the eager one sets the pace, the other is looked at when it is due', async (t, run) => {
    const other = monitorFixture({ name: 'slow', process: 'slow_thing', everyMs: 3_600_000, graceMs: 1 });
    const lab = labWith(t, [monitorFixture({ graceMs: 1 }), other]);
    lab.put('tmp/start', '');
    await run(lab, '$M; $M');
    t.match(lab.log(), /slow: .*\(1 of 6/);
    t.notMatch(lab.log(), /slow: .*\(2 of 6/);
    t.match(lab.log(), /telemetry: .*\(2 of 6/);
  });

  test('the other managers: s6, init scripts, and respawn by init', async (t, run) => {
    const by = (manager: MonitorPlan['restart']['manager'], service: string) =>
      monitorFixture({
        name: manager,
        process: `gone-${manager}`,
        restart: { manager, service },
        alerts: [],
      });
    const lab = labWith(t, [by('s6-rc', 'app'), by('sysv', 'app'), by('respawn', 'wrapperd')]);
    lab.put('stand-in/s6-svstat', '#!/bin/sh\necho "s6-svstat $*" >>/tmp/calls; echo true\n');
    lab.put('stand-in/s6-svc', '#!/bin/sh\necho "s6-svc $*" >>/tmp/calls\n');
    lab.put('etc/init.d/S50app', '#!/bin/sh\necho "S50app $*" >>/tmp/calls\n');
    lab.put('opt/wrapperd', APP);
    const { text } = await run(
      lab,
      '/opt/wrapperd & app=$!\n/bin/busybox sleep 1\n$M; echo $?; /bin/busybox sleep 1; kill -0 $app 2>/dev/null || echo ended',
    );
    t.match(text, '0\nended\n');
    t.strictSame(lab.read('tmp/calls').trim().split('\n'), [
      's6-svstat -o up /run/service/app',
      's6-svc -r /run/service/app',
      'S50app restart',
    ]);
    t.equal((await run(lab, '$M; echo $?')).text, '1\n', 'a process that is not there cannot be ended');
  });
}
