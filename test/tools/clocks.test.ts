// Programs that know only running time, under clocks that are years off or jump while they run. libfaketime lies to every
// program of the machine that they start.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { monitor } from '../../src/backends/monitor/index.js';
import { CHECK, commitFiles, PROGRAM } from '../lib/commit-files.js';
import { figure } from '../lib/figures.js';
import { edgeFixture, monitorFixture } from '../lib/plan-services.js';
import { artefactsOf } from '../lib/s6rc.js';
import { COMMIT_TOOLS, commitLab, SHELLS } from './lib/commit-lab.js';
import { hurry, SHELLS as MONITOR_SHELLS, MONITOR_TOOLS, monitorLab } from './lib/monitor-lab.js';
import { need } from './lib/need.js';

t.jobs = 3;

const FAKETIME = { command: 'faketime', debian: 'faketime' };

/** Where a clock stands at the start, and where in the middle of a run. */
const CLOCKS = [
  ['1970-01-01 00:00:05', '1970-01-01 00:00:06'],
  ['1980-01-01 00:00:00', '2026-11-26 12:00:00'],
  ['2016-02-29 23:59:58', '2016-02-29 23:59:59'],
  ['2026-11-26 12:00:00', '2036-11-26 12:00:00'],
  ['2036-11-26 12:00:00', '2026-11-26 12:00:00'],
  ['2038-01-19 03:14:06', '2038-01-19 03:14:08'],
  ['2106-02-07 06:28:14', '2106-02-07 06:28:16'],
  ['2026-11-26 12:00:00', '1970-01-01 00:00:05'],
] as const;

/** The library lies where the machine's libraries do, which the labs have, too. */
function library(): string {
  const [folder = ''] = readdirSync('/usr/lib')
    .map((name) => `/usr/lib/${name}/faketime`)
    .filter((path) => existsSync(join(path, 'libfaketime.so.1')));
  return `${folder}/libfaketime.so.1`;
}

/** Only the clock: seconds since boot, which the kernel counts, stay right. */
const lying = () =>
  `export LD_PRELOAD=${library()} DONT_FAKE_MONOTONIC=1 FAKETIME_NO_CACHE=1 FAKETIME_TIMESTAMP_FILE=/tmp/clock`;

for (const [index, [before, after]] of CLOCKS.entries())
  t.test(`commit: ${before}, then ${after}`, { buffered: true }, async (t) => {
    if (!need(t, [...COMMIT_TOOLS, FAKETIME])) return;
    const old = { BOOT_ORDER: 'B A', BOOT_A_LEFT: '3', BOOT_B_LEFT: '2', wd_refilled: '0' };
    const machine = commitLab(t, commitFiles(), old);
    const passes = index % 2 === 0;
    machine.put('tmp/clock', `@${before}\n`);
    machine.put(
      CHECK,
      `#!/usr/bin/dash\ndate +%Y >>/tmp/dates\necho '@${after}' >/tmp/clock\n[ $(wc -l </tmp/dates) -gt ${passes ? 1 : 99} ]\n`,
    );
    machine.put('tmp/start', `${lying()}\nexec ${SHELLS.dash.shell} ${PROGRAM}`);
    const { log, reboots } = await machine.run(SHELLS.dash, 'wdgen.slot=B', '/tmp/start');
    t.match(log, passes ? 'slot B is good\n' : 'the checks have not passed within 3 s', log);
    t.strictSame(reboots, passes ? [] : ['reboot']);
    t.equal(machine.env()['BOOT_B_LEFT'], passes ? '3' : '2');
    const dates = readFileSync(join(machine.root, 'tmp/dates'), 'utf8').trim().split('\n');
    t.strictSame(dates.slice(0, 2), [before.slice(0, 4), after.slice(0, 4)], 'it was lied to');
    if (t.passing()) done('commit program: clocks that are off or jump');
  });

t.test('monitor', { buffered: true }, async (t: Test) => {
  if (!need(t, [...MONITOR_TOOLS, FAKETIME])) return;
  const lab = monitorLab(t, artefactsOf(monitor, edgeFixture({ monitors: [monitorFixture()] })));
  hurry(lab);
  lab.put('usr/libexec/wdgen/alert', '#!/bin/sh\n');
  const looks = CLOCKS.flat().map((clock) => `echo '@${clock}' >/tmp/clock; $M; /host/date +%Y`);
  const { text } = await lab.run(MONITOR_SHELLS.dash, `${lying()}\n${looks.join('\n')}`);
  t.strictSame(
    text.trim().split('\n'),
    CLOCKS.flat().map((clock) => clock.slice(0, 4)),
    'they are lied to',
  );
  const calls = lab.read('tmp/calls').split('\n');
  t.equal(calls.filter((line) => line.includes('--no-block restart')).length, 1, 'one restart in its grace');
  t.equal([...lab.log().matchAll(/was restarted \d{1,2} s ago: left alone/g)].length, 2 * CLOCKS.length - 1);
  if (t.passing())
    figure(27, { part: 'process monitor: looks after a clock has jumped', cases: 15, held: 15 });
});

let held = 0;

function done(part: string): void {
  held++;
  if (held === CLOCKS.length) figure(27, { part, cases: held, held });
}
