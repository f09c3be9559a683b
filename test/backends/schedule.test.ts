// What runs wdgen's programs: which files under which init, and the times that are written into them.
import t from 'tap';
import { crontabTime } from '../../src/backends/schedule/crond.js';
import { schedule } from '../../src/backends/schedule/index.js';
import type { Init, TargetPlan } from '../../src/plan/types.js';
import { planFixture } from '../lib/plan.js';
import { rm1Fixture } from '../lib/plan-network.js';
import { edgeFixture } from '../lib/plan-services.js';
import { artefactsOf } from '../lib/s6rc.js';
import { scheduleFiles } from '../lib/schedule-files.js';
import { quarantine } from '../tools/lib/retention-lab.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The minutes of a day at which a crontab line of ours fires, by the rules of crontab(5). */
function firings(line: string): number[] {
  const [minute = '', hour = '', ...rest] = line.split(' ');
  t.strictSame(rest, ['*', '*', '*'], line);
  const matches = (field: string, value: number) => {
    if (field === '*') return true;
    return field.startsWith('*/') ? value % Number(field.slice(2)) === 0 : value === Number(field);
  };
  return Array.from({ length: 1440 }, (_, at) => at).filter(
    (at) => matches(minute, at % 60) && matches(hour, Math.floor(at / 60)),
  );
}

t.test('every interval that a spec may have under crond comes evenly, day after day', async (t) => {
  const minutes = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30].map((n) => n * MINUTE);
  const hours = [1, 2, 3, 4, 6, 8, 12, 24].map((n) => n * HOUR);
  for (const everyMs of [...minutes, ...hours]) {
    const times = firings(crontabTime(everyMs));
    const gaps = times.map((at, index) => (times[index + 1] ?? (times[0] ?? 0) + 1440) - at);
    t.ok(
      gaps.every((gap) => gap * MINUTE === everyMs),
      `${everyMs / MINUTE} min: ${crontabTime(everyMs)}`,
    );
  }
});

t.test('what does not go evenly comes more often: the program knows that it is not due', async (t) => {
  t.equal(crontabTime(7 * MINUTE), '*/6 * * * *');
  t.equal(crontabTime(59 * MINUTE), '*/30 * * * *');
  t.equal(crontabTime(90 * MINUTE), '0 * * * *');
  t.equal(crontabTime(23 * HOUR), '0 */12 * * *');
  t.equal(crontabTime(72 * HOUR), '0 0 * * *');
});

const paths = (init: Init) => scheduleFiles(init).map(({ path }) => path);

t.test('one scheduler for each init', async (t) => {
  t.strictSame(paths('busybox'), [
    'rootfs/etc/init.d/S91wdgen-schedule',
    'buildroot/inittab-schedule.fragment',
    'buildroot/busybox-schedule.config',
  ]);
  t.strictSame(paths('sysv'), ['rootfs/etc/init.d/S91wdgen-schedule', 'buildroot/busybox-schedule.config']);
  t.strictSame(paths('systemd'), [
    'rootfs/etc/systemd/system/wdgen-selfheal.service',
    'rootfs/etc/systemd/system/wdgen-selfheal.timer',
    'rootfs/etc/systemd/system/timers.target.d/50-wdgen-schedule.conf',
  ]);
  t.strictSame(paths('s6-rc'), [
    'rootfs/etc/s6-rc/source/wdgen-selfheal/run',
    'rootfs/etc/s6-rc/source/wdgen-selfheal/type',
    'rootfs/etc/s6-rc/source/wdgen-selfheal/dependencies.d/mount-filesystems',
    'rootfs/etc/s6-rc/source/default/contents.d/wdgen-selfheal',
    'buildroot/busybox-schedule.config',
  ]);
});

t.test('nothing runs what is deferred, and on NixOS modules have their own timers', async (t) => {
  t.strictSame(scheduleFiles('busybox', { state: 'deferred' }), []);
  const nixos = { kind: 'nixos', init: 'systemd', release: 2511 } as const;
  t.strictSame(artefactsOf(schedule, rm1Fixture({ platform: nixos })), []);
});

t.test('the times of units and of the longrun', async (t) => {
  const text = (init: Init, path: string, everyMs: number) =>
    scheduleFiles(init, { everyMs }).find((file) => file.path.endsWith(path))?.text ?? '';
  t.match(text('systemd', '.timer', 10 * MINUTE), /\nOnBootSec=10min\nOnUnitActiveSec=10min\n/);
  t.match(text('systemd', '.timer', HOUR), /\nOnBootSec=15min\nOnUnitActiveSec=1h\n/);
  t.notMatch(text('systemd', '.timer', HOUR), 'OnCalendar', 'never the wall clock');
  t.match(text('systemd', '.service', HOUR), /\nTimeoutStartSec=75min\n/);
  const run = text('s6-rc', '/run', HOUR);
  t.match(run, /\nrun sleep 900\nwhile :; do\n\trun timeout 4500 \S+\n\trun sleep 3600\ndone\n$/);
});

t.test(
  'systemd: what a round has started outlives it; a clean-up that hangs ends with all its processes',
  async (t) => {
    const retentions = [{ ...quarantine, by: 'script' as const }];
    const platform = { kind: 'systemd', init: 'systemd' } as const;
    const service = (plan: TargetPlan) =>
      artefactsOf(schedule, plan).find(({ path }) => path.endsWith('.service'))?.text;
    t.match(service(rm1Fixture({ platform })), /^KillMode=process$/m);
    t.match(service(edgeFixture({ platform })), /^KillMode=process$/m);
    t.notMatch(service(planFixture({ platform, retentions })), 'KillMode');
  },
);
