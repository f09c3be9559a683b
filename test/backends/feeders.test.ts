import t from 'tap';
import { application } from '../../src/backends/application/index.js';
import { busybox } from '../../src/backends/busybox/index.js';
import { s6Rc } from '../../src/backends/s6-rc/index.js';
import { systemd } from '../../src/backends/systemd/index.js';
import type { Artefact } from '../../src/backends/types.js';
import { watchdogd } from '../../src/backends/watchdogd/index.js';
import type { Feeder, PlatformPlan } from '../../src/plan/types.js';
import { active, deferred, type PlanOverrides, planFixture } from '../lib/plan.js';
import { artefactsOf } from '../lib/s6rc.js';

const backends = [s6Rc, busybox, watchdogd, application, systemd];

function all(overrides: PlanOverrides): readonly Artefact[] {
  return backends.flatMap((backend) => artefactsOf(backend, planFixture(overrides)));
}

function fileOf(overrides: PlanOverrides, path: string): string {
  const file = all(overrides).find((one) => one.path === path);
  if (file === undefined) throw new Error(`no ${path}`);
  return file.text;
}

/** Files that make a process open the device: a script or unit that starts a feeder, or systemd's own setting. */
function openers(files: readonly Artefact[]): readonly string[] {
  return files
    .filter(({ path, text }) =>
      path.endsWith('watchdogd.conf')
        ? false
        : /^exec watchdogd? |^\tstart-stop-daemon .*watchdog|^ExecStart=|^RuntimeWatchdogSec=[1-9]/m.test(
            text,
          ),
    )
    .map(({ path }) => path);
}

const platforms: readonly PlatformPlan[] = [
  { kind: 'buildroot', init: 's6-rc' },
  { kind: 'buildroot', init: 'busybox' },
  { kind: 'buildroot', init: 'sysv' },
  { kind: 'buildroot', init: 'systemd' },
  { kind: 'systemd', init: 'systemd' },
];
const busyboxFeeder: Feeder = { kind: 'busybox' };
const watchdogdFeeder: Feeder = { kind: 'watchdogd' };
const pid1: Feeder = { kind: 'systemd' };
const maintainer: Feeder = { kind: 'application', name: 'maintainer' };

/** How many files open the device. watchdogd's own package starts it under SysV and BusyBox init. */
function expected(feeder: Feeder, { init }: PlatformPlan): number {
  if (feeder.kind === 'application') return 0;
  return feeder.kind === 'watchdogd' && (init === 'sysv' || init === 'busybox') ? 0 : 1;
}

for (const feeder of [busyboxFeeder, watchdogdFeeder, maintainer, pid1]) {
  for (const platform of platforms) {
    if (feeder.kind === 'systemd' && platform.init !== 'systemd') continue;
    t.test(`one opener: ${feeder.kind}, ${platform.kind} with ${platform.init}`, async (t) => {
      const files = all({ platform, watchdog: { feeder: active(feeder) } });
      const found = openers(files);
      t.equal(found.length, expected(feeder, platform), found.join(' '));
      const has = (path: string) => files.some((file) => file.path === path);
      t.equal(has('rootfs/etc/watchdogd.conf'), feeder.kind === 'watchdogd');
      t.equal(has('rootfs/etc/wdgen/feeder.conf'), feeder.kind === 'application');
      t.equal(has('buildroot/busybox.config'), feeder.kind === 'busybox' && platform.kind === 'buildroot');
    });
    t.test(
      `nothing opens it while deferred: ${feeder.kind}, ${platform.kind} ${platform.init}`,
      async (t) => {
        t.strictSame(openers(all({ platform, watchdog: { feeder: deferred(feeder) } })), []);
        const onlyFeeder = { feeder: active(feeder), runtimeMs: deferred(30_000) };
        t.strictSame(openers(all({ platform, watchdog: onlyFeeder })), []);
      },
    );
  }
}

t.test('the files of fortros-node', async (t) => {
  t.strictSame(
    all({}).map(({ path, mode, backend }) => `${backend} ${mode.toString(8)} ${path}`),
    [
      's6-rc 755 rootfs/etc/s6-rc/source/watchdog-feeder/run',
      's6-rc 644 rootfs/etc/s6-rc/source/watchdog-feeder/type',
      's6-rc 644 rootfs/etc/s6-rc/source/watchdog-feeder/down-signal',
      's6-rc 644 rootfs/etc/s6-rc/source/watchdog-feeder/dependencies.d/mount-filesystems',
      's6-rc 644 rootfs/etc/s6-rc/source/default/contents.d/watchdog-feeder',
      'busybox 644 buildroot/busybox.config',
    ],
  );
});

t.test('a bundle and dependencies are only what the plan says', async (t) => {
  const service = { name: 'pet', after: ['a', 'b'], bundle: null };
  const paths = artefactsOf(s6Rc, planFixture({ watchdog: { service } })).map(({ path }) => path);
  const source = 'rootfs/etc/s6-rc/source/pet';
  const names = ['run', 'type', 'down-signal', 'dependencies.d/a', 'dependencies.d/b'];
  t.strictSame(
    paths,
    names.map((name) => `${source}/${name}`),
  );
});

t.test('a name that s6-rc would refuse is not written', async (t) => {
  for (const name of ['s6rc-x', 'a/b', '.x', 'a\nb', '../../../up']) {
    const service = { name, after: [], bundle: null };
    t.throws(() => s6Rc.drafts(planFixture({ watchdog: { service } })), { name: 'Unquotable' }, name);
  }
});

const RUN = 'rootfs/etc/s6-rc/source/watchdog-feeder/run';

t.test('times: explicit, whole seconds or ms, and never the defaults of the applet', async (t) => {
  const run = (watchdog: PlanOverrides['watchdog']) => fileOf({ watchdog: { ...watchdog } }, RUN);
  t.match(run({}), /^timeout=30\npet=10\n/m);
  t.match(run({ petMs: active(500) }), /^pet=500ms\n/m);
  t.match(run({ petMs: active(1500) }), /^pet=1500ms\n/m);
  t.match(run({ petMs: deferred(5000) }), /^pet=10\n/m, 'a third of the timeout');
  t.match(run({ petMs: deferred(500), runtimeMs: active(2000) }), /^timeout=2\npet=1\n/m);
});

t.test('the driver decides what can be checked', async (t) => {
  const run = (overrides: PlanOverrides) => fileOf(overrides, RUN);
  t.match(run({}), '[ "$found" = "$timeout" ]');
  t.match(run({ driver: { stepsMs: [20_000, 42_950, 86_000] } }), '-gt 43 ]', 'the next step');
  t.match(run({ driver: { stepsMs: [20_000] } }), '[ "$found" = "$timeout" ]', 'kept alive by the kernel');
  t.notMatch(run({ driver: { watchdogCore: false } }), /sysfs|check/);
  t.notMatch(run({ watchdog: { device: '/dev/dog' } }), /sysfs|check/);
  t.match(run({ watchdog: { device: '/dev/watchdog' } }), 'sysfs=/sys/class/watchdog/watchdog0\n');
  t.match(run({ watchdog: { device: '/dev/watchdog3' } }), 'sysfs=/sys/class/watchdog/watchdog3\n');
  t.match(run({ driver: { resetsAtExpiry: 1 } }).replace(/\n# /g, ' '), 'resets 30 s after the last time.');
});

t.test('modules and nowayout', async (t) => {
  const run = (overrides: PlanOverrides) => fileOf(overrides, RUN);
  t.notMatch(run({}), /modprobe|nowayout/);
  t.match(run({ kernel: { driverAs: 'module' } }), /\tload i2c-i801\n\tload iTCO_wdt\n/);
  t.match(run({ watchdog: { nowayout: active(true) } }), 'echo 1 >"$sysfs/nowayout"');
  t.notMatch(run({ watchdog: { nowayout: active(false) } }), 'nowayout');
  t.notMatch(run({ watchdog: { nowayout: deferred(true) } }), 'nowayout');
});

t.test('watchdogd.conf: the safe exit is off wherever watchdogd looks', async (t) => {
  const text = fileOf(
    { watchdog: { feeder: active(watchdogdFeeder), petMs: active(500) } },
    'rootfs/etc/watchdogd.conf',
  );
  t.strictSame(text.match(/^\s*safe-exit = .*$/gm), ['safe-exit = false', '    safe-exit = false']);
  t.strictSame(
    text.match(/interval +=.*/g),
    ['interval  = 1', 'interval  = 1'],
    'not 0, which means half of the timeout',
  );
  t.match(text, 'device "/dev/watchdog0" {');
});

t.test('feeder.conf holds the numbers', async (t) => {
  const watchdog = { feeder: active(maintainer), pretimeoutMs: active(5000) };
  const text = fileOf({ watchdog }, 'rootfs/etc/wdgen/feeder.conf');
  t.match(text, "WATCHDOG_DEVICE='/dev/watchdog0'\nWATCHDOG_TIMEOUT_S='30'\nWATCHDOG_PET_MS='10000'\n");
  t.match(text, "WATCHDOG_PRETIMEOUT_S='5'\n");
});

t.test('busybox.config says whether anything runs the applet', async (t) => {
  const text = (overrides: PlanOverrides) => fileOf(overrides, 'buildroot/busybox.config');
  t.match(text({}), 'The applet feeds it.');
  const enabled = { active: maintainer, deferred: busyboxFeeder, forbidden: null };
  t.match(text({ watchdog: { feeder: enabled } }), 'Nothing runs the applet today');
  t.match(text({ watchdog: { runtimeMs: deferred(30_000) } }), 'Nothing runs the applet today');
  t.match(text({}), /^CONFIG_WATCHDOG=y$/m);
  t.match(text({}), /^# CONFIG_FEATURE_WATCHDOG_OPEN_TWICE is not set$/m);
});

t.test('NixOS has its own backend', async (t) => {
  const platform: PlatformPlan = { kind: 'nixos', init: 'systemd', release: 2511 };
  for (const feeder of [watchdogdFeeder, maintainer])
    for (const backend of [s6Rc, busybox, watchdogd, application])
      t.strictSame(backend.drafts(planFixture({ platform, watchdog: { feeder: active(feeder) } })), []);
});
