import t from 'tap';
import { render } from '../../src/backends/render.js';
import { systemd } from '../../src/backends/systemd/index.js';
import type { Artefact } from '../../src/backends/types.js';
import type { TargetPlan } from '../../src/plan/types.js';
import { active, deferred } from '../lib/plan.js';
import { debian, debianBusybox, forbidden } from '../lib/plan-nixos.js';
import { need } from './lib/need.js';
import { installTree, loadedUnit, managerComplaints, SYSTEMD_TOOLS, verifyUnits } from './lib/systemd.js';

const CONF = 'rootfs/etc/systemd/system.conf.d/50-watchdog.conf';
const BUSYBOX = { command: 'busybox', debian: 'busybox-static' };

function artefacts(plan: TargetPlan): readonly Artefact[] {
  return systemd.drafts(plan).map((draft) => render(draft, 'systemd'));
}

function textOf(plan: TargetPlan, path: string): string {
  const found = artefacts(plan).find((file) => file.path === path);
  if (found === undefined) throw new Error(`no ${path}`);
  return found.text;
}

/** The lines of a configuration file that are no comments and not empty. */
function settings(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

const fed = { runtimeMs: active(30_000), rebootMs: active(180_000), armed: true };

t.test('deferred: a file that only documents', async (t) => {
  const [file] = artefacts(debian({ runtimeMs: deferred(30_000), rebootMs: deferred(600_000) }));
  t.match(file, { path: CONF, state: 'deferred' });
  t.strictSame(settings(file?.text ?? ''), ['[Manager]']);
  t.match(file?.text, '# deferred: RuntimeWatchdogSec=30s\n# deferred: RebootWatchdogSec=10min\n');
});

t.test('active: systemd reads every key and value', async (t) => {
  if (!need(t, SYSTEMD_TOOLS)) return;
  const plan = debian({
    ...fed,
    kexecMs: active(90_000),
    pretimeoutMs: active(5000),
    device: '/dev/watchdog1',
  });
  const text = textOf(plan, CONF);
  t.strictSame(settings(text), [
    '[Manager]',
    'WatchdogDevice=/dev/watchdog1',
    'RuntimeWatchdogSec=30s',
    'RuntimeWatchdogPreSec=5s',
    'RuntimeWatchdogPreGovernor=panic',
    'RebootWatchdogSec=3min',
    'KExecWatchdogSec=90s',
  ]);
  const root = installTree(t, []);
  t.strictSame(managerComplaints(root, text), []);
  t.match(managerComplaints(root, text.replace('Runtime', 'RunTime')), [/Unknown key 'RunTimeWatchdogSec'/]);
  t.match(managerComplaints(root, text.replace('30s', '30x')), [/Failed to parse sec value/]);
});

t.test('forbidden: the reason; a reboot watchdog has to be switched off', async (t) => {
  if (!need(t, SYSTEMD_TOOLS)) return;
  const text = textOf(
    debian({ runtimeMs: forbidden('freezes'), rebootMs: forbidden('freezes too\nx=1') }),
    CONF,
  );
  t.strictSame(settings(text), ['[Manager]', 'RebootWatchdogSec=0']);
  t.match(text, '# Forbidden here: RuntimeWatchdogSec. freezes\n');
  t.strictSame(managerComplaints(installTree(t, []), text), []);
});

t.test('another feeder: PID 1 is told to keep off', async (t) => {
  const application = debian({ ...fed, feeder: active({ kind: 'application', name: 'maintainer' }) });
  t.strictSame(
    artefacts(application).map((file) => file.path),
    [CONF],
    'the application brings a unit of its own',
  );
  t.strictSame(settings(textOf(application, CONF)), [
    '[Manager]',
    'RuntimeWatchdogSec=0',
    'RebootWatchdogSec=3min',
  ]);
});

t.test('the applet as a unit: systemd accepts it, starts it at boot and stops it last', async (t) => {
  if (!need(t, [...SYSTEMD_TOOLS, BUSYBOX])) return;
  const root = installTree(t, artefacts(debianBusybox()));
  t.equal(verifyUnits(root, ['watchdog-feeder.service', 'sysinit.target']), '');
  const lines = loadedUnit(root, 'sysinit.target', 'watchdog-feeder.service');
  for (const line of [
    'Unit Load State: loaded',
    'WantedBy: sysinit.target (destination-file)',
    'Before: sysinit.target (origin-file)',
    'Conflicts: shutdown.target (origin-file)',
    'Restart: always',
    'KillSignal: SIGKILL',
    'Command Line: /bin/busybox watchdog -F -T 30 -t 10 /dev/watchdog0',
  ])
    t.ok(lines.includes(line), line);
  t.notOk(
    lines.some((line) => line.startsWith('After: basic.target')),
    'no default dependencies',
  );
});

t.test('the applet after other services', async (t) => {
  if (!need(t, [...SYSTEMD_TOOLS, BUSYBOX])) return;
  const service = { name: 'dog', after: ['systemd-logind', 'local-fs.target'], bundle: null };
  const root = installTree(t, artefacts(debianBusybox({ service, petMs: active(500) })));
  t.equal(verifyUnits(root, ['dog.service', 'sysinit.target']), '');
  const lines = loadedUnit(root, 'sysinit.target', 'dog.service');
  t.ok(lines.includes('After: systemd-logind.service (origin-file)'));
  t.ok(lines.includes('After: local-fs.target (origin-file)'));
  t.ok(lines.includes('Command Line: /bin/busybox watchdog -F -T 30 -t 500ms /dev/watchdog0'));
});

t.test('watchdogd: one unit, in the place of its package', async (t) => {
  if (!need(t, SYSTEMD_TOOLS)) return;
  const files = artefacts(debian({ ...fed, feeder: active({ kind: 'watchdogd' }) }));
  const unit = files.find((file) => file.path.endsWith('/watchdogd.service'));
  t.match(unit?.text, 'ExecStart=/usr/sbin/watchdogd -n -f /etc/watchdogd.conf\n');
  const runnable = files.map((file) => ({
    ...file,
    text: file.text.replace('/usr/sbin/watchdogd ', '/bin/true '),
  }));
  const root = installTree(t, runnable);
  t.equal(verifyUnits(root, ['watchdogd.service', 'sysinit.target']), '');
  t.ok(loadedUnit(root, 'sysinit.target', 'watchdogd.service').includes('KillSignal: SIGKILL'));
});

t.test('a broken key is noticed', async (t) => {
  if (!need(t, [...SYSTEMD_TOOLS, BUSYBOX])) return;
  const broken = artefacts(debianBusybox()).map((file) => ({
    ...file,
    text: file.text.replace('KillSignal', 'KillSignals'),
  }));
  t.match(verifyUnits(installTree(t, broken), ['watchdog-feeder.service']), 'KillSignals');
});

t.test('modules: loaded by the initramfs, with their options', async (t) => {
  const plan = debianBusybox({ openTimeoutMs: active(120_000), nowayout: deferred(true) });
  const load = textOf(plan, 'rootfs/usr/share/initramfs-tools/modules.d/wdgen-watchdog');
  t.strictSame(settings(load), ['lpc_ich', 'iTCO_wdt']);
  const options = textOf(plan, 'rootfs/etc/modprobe.d/wdgen-watchdog.conf');
  t.strictSame(settings(options), ['options watchdog open_timeout=120']);
  t.match(options, '# deferred: iTCO_wdt.nowayout=1');
  const buildroot = { ...plan, platform: { kind: 'buildroot', init: 'systemd' } } as const;
  t.match(textOf(buildroot, 'rootfs/etc/modules-load.d/wdgen-watchdog.conf'), 'iTCO_wdt\n');
});

t.test('not for NixOS, and not for another init', async (t) => {
  const plan = debian(fed);
  t.strictSame(systemd.drafts({ ...plan, platform: { kind: 'nixos', init: 'systemd', release: 2511 } }), []);
  t.strictSame(systemd.drafts({ ...plan, platform: { kind: 'buildroot', init: 's6-rc' } }), []);
});
