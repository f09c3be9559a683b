// How an emulated PC is started, and what is laid into it: no emulator runs here.
import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { artefactsOf } from '../../src/backends/index.js';
import type { TargetPlan } from '../../src/plan/types.js';
import { pcArguments } from '../../src/rehearse/guests/pc.js';
import { type Put, withFolders, writeArchive } from '../../src/rehearse/guests/pc-archive.js';
import { asRehearsed, panicSeconds, pcModules, pcStandIn } from '../../src/rehearse/guests/pc-driver.js';
import { lay } from '../../src/rehearse/guests/pc-lay.js';
import { pcStages } from '../../src/rehearse/guests/pc-stages.js';
import { lackingIn } from '../../src/rehearse/guests/pc-wanted.js';
import { pcScenarios } from '../../src/rehearse/scenarios/pc.js';
import { startMeasures } from '../../src/rehearse/stages.js';
import type { Broken, OwnImages } from '../../src/rehearse/types.js';
import { active, planFixture } from '../lib/plan.js';
import { rock64Enabled } from '../lib/plan-nixos.js';
import { edgeFixture } from '../lib/plan-services.js';

const files = ['00-watchdog.ko', '03-iTCO_wdt.ko', '04-lpc_ich.ko', '07-i6300esb.ko'];
const systemdFeeds = { feeder: active({ kind: 'systemd' } as const), runtimeMs: active(10_000), armed: true };

function laid(plan: TargetPlan, broken?: Broken) {
  const options = broken === undefined ? {} : { broken };
  return lay({ plan, artefacts: artefactsOf(plan), own: {}, acceleration: 'tcg', folder: '/', options }, []);
}

function textOf(puts: readonly Put[], path: string): string | undefined {
  const found = puts.find((put) => put.path === path);
  return found !== undefined && 'text' in found ? String(found.text) : undefined;
}

t.test('the TCO timer is rehearsed with its own driver, any other on an i6300esb', async (t) => {
  const argumentsOf = (plan: TargetPlan, append: readonly string[] = []) =>
    pcArguments({
      order: { plan, options: { append } },
      ...{ kernel: '/k', initrd: '/i', disk: null, gdb: '/g', memory: 256 },
    }).join(' ');
  const own = argumentsOf(planFixture());
  t.match(own, 'ICH9-LPC.noreboot=off');
  t.notMatch(own, '-device i6300esb');
  t.match(argumentsOf(rock64Enabled()), '-device i6300esb');
  t.match(argumentsOf(planFixture(), ['panic=7']), /panic=0 panic=7$/, 'the last one counts');
  const image = {
    order: { plan: planFixture(), options: {} },
    kernel: null,
    initrd: null,
    gdb: '/g',
    memory: 768,
  };
  const whole = pcArguments({ ...image, disk: '/a,b' }).join(' ');
  t.match(whole, 'file=/a,,b,if=virtio,snapshot=on', 'a comma is doubled, and the disk is never written to');
  t.notMatch(whole, /-kernel|-append/);
  t.match(pcStandIn(planFixture()), { driver: 'iTCO_wdt', same: true });
  t.match(pcStandIn(rock64Enabled()), { driver: 'i6300esb', same: false, proves: /NixOS is not built/ });
  t.equal(asRehearsed(rock64Enabled()).watchdog.driver.resetsAtExpiry, 1);
  t.equal(asRehearsed(planFixture()).watchdog.driver.resetsAtExpiry, 2);
});

t.test('only modules of the wanted driver are loaded, with the options of the plan', async (t) => {
  const plain = pcModules(planFixture(), files);
  t.strictSame(
    plain.map(({ file, options }) => [file, options]),
    [
      ['00-watchdog.ko', ''],
      ['03-iTCO_wdt.ko', ''],
      ['04-lpc_ich.ko', ''],
    ],
  );
  const strict = planFixture({ watchdog: { nowayout: active(true), openTimeoutMs: active(90_000) } });
  t.strictSame(
    pcModules(strict, files).map(({ options }) => options),
    ['open_timeout=90', 'nowayout=1', ''],
  );
  t.strictSame(
    pcModules(rock64Enabled(), files).map(({ file }) => file),
    ['00-watchdog.ko', '07-i6300esb.ko'],
  );
});

t.test('panic= is what the target has', async (t) => {
  t.equal(panicSeconds(planFixture()), 0);
  t.equal(panicSeconds(rock64Enabled()), Math.ceil((rock64Enabled().rollback?.panicMs ?? 0) / 1000));
});

t.test('generated files of the image are laid in byte for byte', async (t) => {
  for (const plan of [planFixture(), edgeFixture({ watchdog: systemdFeeds })]) {
    const { files: puts } = laid(plan);
    for (const { path, text, mode } of artefactsOf(plan)) {
      if (!path.startsWith('rootfs/')) continue;
      t.match(
        puts.find((put) => put.path === path.slice('rootfs'.length)),
        { text, mode },
        path,
      );
    }
  }
});

t.test('a NixOS target gets the files of plain systemd from the same plan', async (t) => {
  const plan = rock64Enabled();
  const { base, files: puts } = laid(plan);
  t.equal(base, 'systemd');
  t.match(textOf(puts, '/etc/systemd/system.conf.d/50-watchdog.conf'), /^RuntimeWatchdogSec=30s$/m);
});

t.test('every init gets what starts the feeder', async (t) => {
  const s6 = laid(planFixture());
  t.match(textOf(s6.files, '/etc/inittab'), /s6-svscan \/run\/service/);
  t.match(
    textOf(s6.files, '/lab/rcS'),
    'cp -r /etc/s6-rc/source/watchdog-feeder /run/service/watchdog-feeder',
  );
  const busybox = laid(planFixture({ platform: { kind: 'buildroot', init: 'busybox' } }));
  t.match(textOf(busybox.files, '/etc/inittab'), /respawn.*watchdog-feeder/);
  const systemd = laid(edgeFixture({ watchdog: systemdFeeds }));
  const program = edgeFixture().services[0]?.whole?.command[0] ?? '';
  t.match(textOf(systemd.files, program), /WATCHDOG=1/, 'a program plays the service');
  t.match(systemd.added.join(), 'a program in the place of that of');
});

t.test('what is broken on purpose is gone, and said', async (t) => {
  const feeds = (put: Put) => /watchdog-feeder|50-watchdog/.test(put.path);
  for (const plan of [planFixture(), edgeFixture({ watchdog: systemdFeeds })]) {
    t.ok(laid(plan).files.some(feeds));
    const { files: puts, added } = laid(plan, 'no-feeder');
    t.notOk(puts.some(feeds));
    t.match(added.join(), 'broken on purpose');
  }
  const down = '/etc/s6-rc/source/watchdog-feeder/down-signal';
  t.match(textOf(laid(planFixture()).files, down), 'SIGKILL');
  t.equal(textOf(laid(planFixture(), 'disarming-feeder').files, down), undefined);
  t.match(laid(planFixture()).added.join(), /^(?!.*broken on purpose)/);
});

t.test('a start is told stage by stage, each start of its own', async (t) => {
  const line = (atMs: number, text: string) => ({ atMs, kind: 'shell', text }) as const;
  const [first, second, third] = pcStages([
    line(2_500, 'LAB STAGE kernel 1.90'),
    line(3_300, 'LAB STAGE initrd 2.70'),
    line(3_400, 'LAB READY'),
    line(5_000, 'LAB ARMED'),
    { atMs: 20_000, kind: 'qemu', text: 'RESET' },
    line(22_600, 'LAB STAGE kernel 2.00'),
    line(23_100, 'LAB STAGE initrd 2.50'),
    { atMs: 30_000, kind: 'qemu', text: 'RESET' },
  ]);
  t.strictSame(first, { firmware: 600, kernel: 2_700, initrd: 800, userspace: 1_700 });
  t.strictSame(second, { firmware: 600, kernel: 2_500, initrd: 500 });
  t.strictSame(third, {});
  const starts = pcStages([]);
  t.strictSame(startMeasures(starts, [4_000]), [{ figure: 'boot', measuredMs: 4_000, computedMs: null }]);
  t.match(startMeasures([first ?? {}, second ?? {}], [4_000]), [
    { figure: 'boot', measuredMs: 5_000 },
    { figure: 'boot.firmware', measuredMs: 600 },
    { figure: 'boot.kernel', measuredMs: 2_700 },
    { figure: 'boot.initrd', measuredMs: 800 },
    { figure: 'boot.userspace', measuredMs: 1_700 },
  ]);
  t.match(
    textOf(laid(planFixture()).files, '/init'),
    /LAB STAGE kernel[\s\S]*insmod|LAB STAGE kernel[\s\S]*LAB STAGE initrd/,
  );
});

t.test('files of an image are compared in the machine, content and mode', async (t) => {
  const folder = t.testdir({ same: 'text', other: 'changed', "it's": 'quoted', plain: 'not executable' });
  chmodSync(join(folder, 'same'), 0o755);
  const wanted = (name: string, text: string, executable = false) => ({
    ...{ path: join(folder, name), sha256: hash('sha256', text, 'hex'), executable },
  });
  const files = [
    ...[
      wanted('same', 'text', true),
      wanted('other', 'text'),
      wanted("it's", 'quoted'),
      wanted('none', 'text'),
    ],
    wanted('plain', 'not executable', true),
    ...Array.from({ length: 12 }, () => wanted("it's", 'quoted')),
  ];
  const shell = async (command: string) => execFileSync('sh', ['-c', command], { encoding: 'utf8' });
  t.strictSame(
    await lackingIn(files, shell),
    ['other', 'none', 'plain'].map((name) => join(folder, name)),
  );
  t.equal((await lackingIn(files, async () => undefined))?.length, files.length, 'no answer is no file');
  t.equal(await lackingIn([], shell), undefined);
});

t.test("in an image of the user's own an application may feed, and nothing is taken apart", async (t) => {
  const feeder = active({ kind: 'application', name: 'maintainer' } as const);
  const application = planFixture({ watchdog: { feeder } });
  const fits = (own: OwnImages) =>
    pcScenarios.filter(({ misfit }) => misfit(application, own) === undefined).map(({ id }) => id);
  t.strictSame(fits({ kernel: '/k' }), ['panic-restarts', 'root-missing']);
  const all = pcScenarios.map(({ id }) => id);
  const never = ['pid1-frozen', 'service-stalled', 'root-missing'];
  t.strictSame(
    fits({ image: '/i' }),
    all.filter((id) => !never.includes(id)),
  );
});

t.test('an archive has its folders first, and every entry at a multiple of four', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'wdgen-archive-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'archive');
  const opened = openSync(file, 'w');
  const puts = withFolders([
    { path: '/a/b/c', text: 'text', mode: 0o755 },
    { path: '/a/l', link: 'b/c' },
    { path: '/dev/console', device: [5, 1] },
  ]);
  writeArchive(opened, puts);
  closeSync(opened);
  const bytes = readFileSync(file, 'latin1');
  t.equal(bytes.length % 4, 0);
  const names = [...bytes.matchAll(/070701[0-9a-f]{104}([^\0]+)\0/g)].map(([, name]) => name);
  t.strictSame(names, ['a', 'a/b', 'a/b/c', 'a/l', 'dev', 'dev/console', 'TRAILER!!!']);
});

t.test('scenarios say why they make no sense for a target', async (t) => {
  const misfits = (plan: TargetPlan) =>
    pcScenarios.filter(({ misfit }) => misfit(plan) !== undefined).map(({ id }) => id);
  t.strictSame(misfits(planFixture()), ['pid1-frozen', 'service-stalled']);
  t.strictSame(misfits(edgeFixture({ watchdog: { ...systemdFeeds, rebootMs: active(10_000) } })), [
    'feeder-killed',
    'feeder-stopped',
    'init-dies',
  ]);
  const asleep = planFixture({ watchdog: { armed: false } });
  t.notOk(misfits(asleep).includes('root-missing'));
  t.ok(misfits(asleep).includes('soak'));
  const application = planFixture({
    watchdog: { feeder: active({ kind: 'application', name: 'maintainer' }) },
  });
  t.match(pcScenarios.find(({ id }) => id === 'soak')?.misfit(application), /^maintainer/);
});
