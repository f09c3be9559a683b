// Each external tool of a program on the device missing, failing, and, where it waits for something outside, hanging:
// the program ends, says what it could not do, and does nothing that it should not.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { monitor } from '../../src/backends/monitor/index.js';
import { CHECK, commitFiles, PROGRAM } from '../lib/commit-files.js';
import { figure } from '../lib/figures.js';
import { edgeFixture, monitorFixture } from '../lib/plan-services.js';
import { artefactsOf } from '../lib/s6rc.js';
import { scheduleFiles } from '../lib/schedule-files.js';
import { COMMIT_TOOLS, commitLab, SHELLS } from './lib/commit-lab.js';
import { APPLETS as CROND_APPLETS, CROND_TOOLS, crondLab } from './lib/crond-lab.js';
import {
  hurry,
  APPLETS as MONITOR_APPLETS,
  SHELLS as MONITOR_SHELLS,
  MONITOR_TOOLS,
  monitorLab,
} from './lib/monitor-lab.js';
import { need } from './lib/need.js';
import { left, put } from './lib/retention-entries.js';
import {
  APPLETS as RETENTION_APPLETS,
  SHELLS as RETENTION_SHELLS,
  RETENTION_TOOLS,
  retentionLab,
} from './lib/retention-lab.js';

t.jobs = 3;

const FAILS = '#!/bin/sh\nexit 1\n';
const HANGS = '#!/bin/sh\nexec /bin/busybox sleep 1000\n';
/** A limit of time that the test can wait for. */
const SHORT = '#!/bin/busybox sh\nshift 3\nexec /bin/busybox timeout -s KILL 1 "$@"\n';

/** What the commit program comes to when one of its tools does not work: marked good, given up, or it stays as it is. */
const COMMIT: Readonly<Record<string, 'good' | 'stays' | 'reboots' | 'cannot reboot'>> = {
  ...{ fw_printenv: 'stays', fw_setenv: 'stays', sed: 'stays', timeout: 'cannot reboot' },
  ...{ grep: 'good', ln: 'good', readlink: 'good', rm: 'good', sync: 'good', sleep: 'good' },
};
const WAITS = { fw_printenv: 'stays', fw_setenv: 'stays', sync: 'good' } as const;

t.test('commit program', { buffered: true }, async (t) => {
  if (!need(t, COMMIT_TOOLS)) return;
  const old = { BOOT_ORDER: 'B A', BOOT_A_LEFT: '3', BOOT_B_LEFT: '2', wd_refilled: '0' };
  const ways = [
    ...Object.entries(COMMIT).map(([tool, end]) => [tool, FAILS, end] as const),
    ...Object.entries(WAITS).map(([tool, end]) => [tool, HANGS, end] as const),
  ];
  t.jobs = 3;
  await Promise.all(
    ways.map(([tool, text, end]) =>
      t.test(`${tool} ${text === HANGS ? 'hangs' : 'fails'}`, { buffered: true }, async (t) => {
        const machine = commitLab(t, commitFiles(), old);
        machine.put(CHECK, '#!/bin/sh\n');
        if (text === HANGS) machine.put('stand-in/timeout', SHORT);
        machine.put(`stand-in/${tool}`, text);
        const { status, log, reboots } = await machine.run(SHELLS.dash, 'wdgen.slot=B', PROGRAM);
        const about = `${tool} ${text === HANGS ? 'hangs' : 'fails'}: ${log}`;
        t.equal(machine.env()['BOOT_B_LEFT'], end === 'good' ? '3' : '2', about);
        t.equal(status, { good: 0, stays: 3, reboots: null, 'cannot reboot': 1 }[end], about);
        t.strictSame(reboots, end === 'reboots' ? ['reboot'] : [], about);
        if (end !== 'good') t.match(log, /NOT (MARKED )?GOOD/, about);
        if (end === 'cannot reboot' && existsSync('/proc/sysrq-trigger'))
          t.equal(readFileSync(join(machine.root, 'sysrq'), 'utf8'), 'b\n', 'by the kernel');
      }),
    ),
  );
  if (t.passing())
    figure(30, {
      part: 'tools of the commit program failing, hanging',
      cases: ways.length,
      held: ways.length,
    });
});

/** What a run of the monitor comes to: it has the service restarted, or says that it could not, or that it sees nothing. */
const BLIND = new Set(['tr']);
const HELPLESS = new Set(['timeout', 'systemctl']);

t.test('process monitor', { buffered: true }, async (t) => {
  if (!need(t, MONITOR_TOOLS)) return;
  const lab = monitorLab(t, artefactsOf(monitor, edgeFixture({ monitors: [monitorFixture()] })));
  hurry(lab);
  const systemctl = readFileSync(join(lab.root, 'stand-in/systemctl'), 'utf8');
  renameSync(join(lab.root, 'stand-in/systemctl'), join(lab.root, 'debian/systemctl'));
  lab.put('debian/systemctl', systemctl);
  lab.put('alert', '#!/bin/sh\necho "$*" >>/tmp/alerts\n');
  const tools = [...MONITOR_APPLETS.monitor, 'systemctl'];
  const cases = [
    ...tools.flatMap((tool) => [
      [tool, 'missing', `/bin/busybox mv /debian/${tool} /aside`, `/bin/busybox mv /aside /debian/${tool}`],
      [tool, 'fails', `/bin/busybox cp /fails /stand-in/${tool}`, `/bin/busybox rm /stand-in/${tool}`],
    ]),
    ...['logger', 'systemctl'].map((tool) => [
      ...[
        tool,
        'hangs',
        `/bin/busybox cp /hangs /stand-in/${tool}; /bin/busybox cp /short /stand-in/timeout`,
      ],
      `/bin/busybox rm /stand-in/${tool} /stand-in/timeout`,
    ]),
    [
      'alert',
      'hangs',
      '/bin/busybox cp /hangs /usr/libexec/wdgen/alert; /bin/busybox cp /short /stand-in/timeout',
      '/bin/busybox rm /stand-in/timeout',
    ],
    ['alert', 'missing', '/bin/busybox rm /usr/libexec/wdgen/alert', ':'],
  ] as const;
  lab.put('fails', FAILS);
  lab.put('hangs', HANGS);
  lab.put('short', SHORT);
  const script = cases.map(
    ([
      tool = '',
      way = '',
      breaks = '',
      mends = '',
    ]) => `/bin/busybox rm -rf /run/wdgen-monitor /tmp/calls; /bin/busybox cp /alert /usr/libexec/wdgen/alert
${breaks}; echo "## ${tool} ${way}"; $M; echo "= $?"; /bin/busybox cat /tmp/calls 2>/dev/null; ${mends}`,
  );
  const { text } = await lab.run(MONITOR_SHELLS.dash, script.join('\n'), 300);
  const parts = text.split(/^## /m).slice(1);
  t.equal(parts.length, cases.length, text);
  for (const [index, [tool = '', way]] of cases.entries()) {
    const part = parts[index] ?? '';
    const restarted = part.includes('--no-block restart edge_telemetry.service');
    const status = /^= (\d)$/m.exec(part)?.[1];
    const blind = BLIND.has(tool);
    const helpless = HELPLESS.has(tool);
    t.equal(status, blind ? '2' : helpless ? '1' : '0', `${tool} ${way}: ${part}`);
    if (!helpless) t.equal(restarted, !blind, `${tool} ${way}: ${part}`);
  }
  const log = lab.log();
  t.match(log, /did not restart edge_telemetry\.service/);
  t.match(log, /cannot see the processes/);
  if (t.passing())
    figure(30, {
      part: 'tools of the process monitor missing, failing, hanging',
      cases: cases.length,
      held: cases.length,
    });
});

const FOREIGN = '# keep me\n0 3 * * * /usr/bin/backup\n';

t.test('crontab script', { buffered: true }, async (t) => {
  if (!need(t, CROND_TOOLS)) return;
  const table = 'var/spool/cron/crontabs/root';
  for (const tool of CROND_APPLETS) {
    const machine = crondLab(t, scheduleFiles('busybox'), SHELLS.dash);
    machine.put(table, FOREIGN, 0o600);
    machine.put(`cut/${tool}`, FAILS);
    const { log, status } = machine.run('$script start');
    const now = machine.table().toString();
    const about = `${tool}: ${log}`;
    t.ok(now.endsWith(FOREIGN), `${about}: the lines of others are there`);
    t.ok(now !== FOREIGN || (status === 1 && log.includes('CANNOT')), `${about}: and its own, or it says so`);
    if (tool === 'crond') t.match(log, 'CANNOT START crond');
  }
  const cases = CROND_APPLETS.length;
  if (t.passing()) figure(30, { part: 'tools of the crontab script failing', cases, held: cases });
});

t.test('clean-up', { buffered: true }, async (t) => {
  if (!need(t, RETENTION_TOOLS)) return;
  const tools = [...RETENTION_APPLETS, 'date', 'logger'];
  for (const [way, body] of [
    ['missing', 'return 127'],
    ['failing', 'return 1'],
  ] as const)
    for (const tool of tools) {
      const lab = retentionLab(t);
      put(lab.folder, 'old', 31);
      put(lab.folder, 'young', 1);
      const file = join(lab.root, 'logged');
      writeFileSync(file, `${readFileSync(file, 'utf8')}${tool}() { ${body}; }\n`);
      const { status, log, said } = lab.run(RETENTION_SHELLS.dash, '--now');
      const about = `${tool} ${way}: ${status} ${log.join(' ')}${said}`;
      const names = left(lab).filter((name) => !name.startsWith('.wdgen'));
      t.ok(names.includes('young'), `${about}: nothing goes that must not`);
      if (names.includes('old')) t.ok(status === 1 || `${log}${said}` !== '', `${about}: it is said`);
    }
  const cases = 2 * tools.length;
  if (t.passing()) figure(30, { part: 'tools of the clean-up missing, failing', cases, held: cases });
});
