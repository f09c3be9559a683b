// Timers under systemd's own parser, the longrun under the real s6-supervise, fragments under BusyBox' Kconfig.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { checkS6rcSource, readS6rcSource } from '../../src/audit/s6rc-source.js';
import { artefactsOf as allOf } from '../../src/backends/index.js';
import { schedule } from '../../src/backends/schedule/index.js';
import type { Artefact } from '../../src/backends/types.js';
import { until } from '../lib/feeder-lab.js';
import { rm1Fixture } from '../lib/plan-network.js';
import { artefactsOf } from '../lib/s6rc.js';
import { scheduleFiles } from '../lib/schedule-files.js';
import { tempFolder } from '../lib/temp-folder.js';
import { busyboxTools, mergeBusyboxFragment, prepareBusyboxTree } from './lib/busybox-tree.js';
import { APPLETS } from './lib/crond-lab.js';
import { need } from './lib/need.js';
import { installTree, SYSTEMD_TOOLS, verifyUnits } from './lib/systemd.js';

const TIMER = 'wdgen-selfheal.timer';

/** The program must be there for systemd-analyze: /bin/true stands in for it. */
function units(): readonly Artefact[] {
  const plan = rm1Fixture({ platform: { kind: 'systemd', init: 'systemd' } });
  return artefactsOf(schedule, plan).map((file) => ({
    ...file,
    text: file.text.replace(/^ExecStart=.*$/m, 'ExecStart=/bin/true'),
  }));
}

t.test('systemd: service and timer are read in full, and timers.target starts the timer', async (t) => {
  if (!need(t, SYSTEMD_TOOLS)) return;
  const root = installTree(t, units());
  t.equal(verifyUnits(root, ['wdgen-selfheal.service', TIMER, 'timers.target']), '');
  const dropIn = readFileSync(
    join(root, 'etc/systemd/system/timers.target.d/50-wdgen-schedule.conf'),
    'utf8',
  );
  t.match(dropIn, `\n[Unit]\nWants=${TIMER}\n`);
});

const SERVICE = 'rootfs/etc/s6-rc/source/wdgen-selfheal';
const S6_TOOLS = [
  { path: '/usr/bin/s6-supervise', debian: 's6' },
  { command: 'timeout', debian: 'coreutils' },
];

t.test('s6-rc: the source is sound, with everything else of the target', async (t) => {
  const plan = rm1Fixture({ platform: { kind: 'buildroot', init: 's6-rc' } });
  const folder = t.testdir({ 'mount-filesystems': { type: 'oneshot\n', up: 'true\n' } });
  for (const { path, text, mode } of allOf(plan).filter((file) => file.path.includes('/s6-rc/source/'))) {
    const file = join(folder, path.slice('rootfs/etc/s6-rc/source/'.length));
    spawnSync('mkdir', ['-p', join(file, '..')]);
    writeFileSync(file, text, { mode });
  }
  writeFileSync(join(folder, 'default', 'type'), 'bundle\n');
  t.strictSame(checkS6rcSource(readS6rcSource(folder), { external: [] }), []);
});

/** The longrun with short times and a stand-in for the program, under the real supervisor. */
function supervised(
  t: Test,
  program: string,
  limitS = 1,
): { folder: string; runs: () => number; stop: () => void } {
  const folder = tempFolder(t);
  const run = scheduleFiles('s6-rc').find(({ path }) => path === `${SERVICE}/run`)?.text ?? '';
  const quick = run
    .replace('timeout 1500', `timeout ${limitS}`)
    .replaceAll('sleep 600', 'sleep 1')
    .replace('/usr/libexec/wdgen/selfheal', `sh ${join(folder, 'program')}`);
  t.match(quick, `run timeout ${limitS} sh `);
  writeFileSync(join(folder, 'program'), `echo run >>${join(folder, 'runs')}\n${program}\n`);
  writeFileSync(join(folder, 'run'), quick, { mode: 0o755 });
  const child = spawn('s6-supervise', [folder], { stdio: 'ignore' });
  const ended = once(child, 'close');
  t.teardown(async () => {
    spawnSync('s6-svc', ['-dxk', folder]);
    await ended;
  });
  const file = join(folder, 'runs');
  return {
    folder,
    runs: () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0),
    stop: () => void spawnSync('s6-svc', ['-wD', '-d', '-T', '5000', folder]),
  };
}

t.test('s6: runs again and again, also when the program fails or hangs', async (t) => {
  if (!need(t, S6_TOOLS)) return;
  for (const program of ['exit 7', 'exec sleep 60']) {
    const { runs } = supervised(t, program);
    t.ok(await until(() => runs() >= 3), `${program}: ${runs()} runs`);
  }
});

t.test('s6: taken down, nothing goes on', async (t) => {
  if (!need(t, S6_TOOLS)) return;
  const { folder, runs, stop } = supervised(t, `echo $$ >${'$'}{0%/*}/pid; exec sleep 60`, 60);
  t.ok(await until(() => runs() >= 1 && existsSync(join(folder, 'pid'))));
  const pid = readFileSync(join(folder, 'pid'), 'utf8').trim();
  stop();
  t.ok(await until(() => !existsSync(`/proc/${pid}`)), 'the run that was under way has ended');
});

t.test('BusyBox: the fragments name every applet that is used, and Kconfig takes them', async (t) => {
  if (!need(t, busyboxTools)) return;
  const tree = prepareBusyboxTree();
  for (const init of ['busybox', 's6-rc'] as const) {
    const text = scheduleFiles(init).find(({ path }) => path.endsWith('.config'))?.text ?? '';
    const used = init === 'busybox' ? APPLETS : ['sleep', 'timeout'];
    for (const applet of used) t.match(text, `CONFIG_${applet.toUpperCase()}=y\n`);
    const final = mergeBusyboxFragment({ tree, start: 'allnoconfig', fragmentText: text });
    for (const [, symbol = ''] of text.matchAll(/^CONFIG_(\w+)=y$/gm))
      t.equal(final.get(symbol) ?? final.get(`CONFIG_${symbol}`), 'y', `${symbol} holds`);
  }
});

t.test('shellcheck has nothing to say', async (t) => {
  if (!need(t, [{ command: 'shellcheck', debian: 'shellcheck' }])) return;
  for (const init of ['busybox', 'sysv', 's6-rc'] as const)
    for (const { path, text } of scheduleFiles(init).filter((file) => file.text.startsWith('#!/bin/sh'))) {
      const { stdout } = spawnSync('shellcheck', ['-s', 'sh', '-'], { input: text, encoding: 'utf8' });
      t.equal(stdout, '', path);
    }
});
