// A Debian image with systemd, made by mmdebstrap and fitted with the generated files, and its distribution's kernel
// configuration: clean, and each defect that is planted in it is found in its file and line.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import t from 'tap';
import { artefactsOf } from '../../src/backends/index.js';
import { compileTarget } from '../../src/commands/compile.js';
import { loadSpec } from '../../src/commands/load.js';
import { type Defect, plantEach } from '../audit/lib/plant.js';
import { wdgen } from '../lib/wdgen.js';
import { need } from '../tools/lib/need.js';
import { debianImage, imageTools } from './lib/debian-image.js';

const SPEC = `schema = 1
[target.gateway]
board = "dell-optiplex"
platform = "systemd"
[target.gateway.kernel]
version = "6.1"
driver = "module"
[target.gateway.watchdog]
feeder = { active = "systemd" }
runtime = { active = "60s" }
reboot = { active = "5min" }
[target.gateway.service.telemetry]
state = "active"
type = "notify"
watchdog = "30s"
restart = "always"
[target.gateway.service.telemetry.whole]
description = "Telemetry"
command = ["/usr/local/bin/telemetry", "--verbose"]
[target.gateway.service.shipper]
state = "active"
watchdog = "180s"
restart = "on-failure"
[target.gateway.retention.queue]
state = "active"
path = "/var/lib/ship/queue"
keep = "30d"
every = "1h"
`;

const SHIPPER = `[Unit]
Description=Ships what was collected

[Service]
Type=notify
ExecStart=/usr/local/bin/telemetry --ship

[Install]
WantedBy=multi-user.target
`;

const UNITS = '/etc/systemd/system';
const DROP_IN = '/etc/systemd/system.conf.d/50-watchdog.conf';

/** Everything is in one folder, so that a defect may also be one of the kernel's configuration. */
const root = (path: string) => `root${path}`;

const DEFECTS: readonly Defect[] = [
  {
    name: 'the drop-in was not copied',
    plant: (tree) => tree.remove(root(DROP_IN)),
    ...{ code: 'WD1200', file: root(DROP_IN), line: 1, also: ['WD1221'] },
  },
  {
    name: 'the timeout was changed by hand',
    plant: (tree) => tree.replace(root(DROP_IN), 'RuntimeWatchdogSec=1min', 'RuntimeWatchdogSec=2min'),
    ...{ code: 'WD1201', file: root(DROP_IN), line: 'RuntimeWatchdogSec=2min', also: ['WD1222'] },
  },
  {
    name: 'a program lost its mode',
    plant: (tree) => tree.chmod(root('/usr/libexec/wdgen/retention'), 0o644),
    ...{ code: 'WD1202', file: root('/usr/libexec/wdgen/retention'), line: 1, also: ['WD1203'] },
  },
  {
    name: 'everybody may write what root runs',
    plant: (tree) => tree.chmod(root('/usr/libexec/wdgen/retention'), 0o777),
    ...{ code: 'WD1202', file: root('/usr/libexec/wdgen/retention'), line: 1 },
  },
  {
    name: 'the telemetry client is not executable',
    plant: (tree) => tree.chmod(root('/usr/local/bin/telemetry'), 0o644),
    ...{ code: 'WD1203', file: root('/usr/local/bin/telemetry'), line: 1 },
  },
  {
    name: 'the telemetry client is not there',
    plant: (tree) => tree.remove(root('/usr/local/bin/telemetry')),
    ...{ code: 'WD1204', file: root(`${UNITS}/telemetry.service`), line: 'ExecStart=' },
  },
  {
    name: 'its interpreter is not there',
    plant: (tree) => tree.write(root('/usr/local/bin/telemetry'), '#!/usr/bin/env lua\nos.exit(0)\n', 0o755),
    ...{ code: 'WD1204', file: root('/usr/local/bin/telemetry'), line: 1 },
  },
  {
    name: 'a link of a target leads nowhere',
    plant: (tree) =>
      tree.link(
        root(`${UNITS}/multi-user.target.wants/gone.service`),
        '/usr/lib/systemd/system/gone.service',
      ),
    ...{ code: 'WD1205', file: root(`${UNITS}/multi-user.target.wants/gone.service`), line: 1 },
  },
  {
    name: 'a drop-in is no text',
    plant: (tree) =>
      tree.write(root('/etc/systemd/system.conf.d/60-local.conf'), Buffer.from([0x5b, 0, 1, 2])),
    ...{ code: 'WD1206', file: root('/etc/systemd/system.conf.d/60-local.conf'), line: 1 },
  },
  {
    name: 'olddefconfig dropped the handover',
    plant: (tree) =>
      tree.replace(
        'config',
        'CONFIG_WATCHDOG_HANDLE_BOOT_ENABLED=y',
        '# CONFIG_WATCHDOG_HANDLE_BOOT_ENABLED is not set',
      ),
    ...{ code: 'WD1210', file: 'config', line: 'WATCHDOG_HANDLE_BOOT_ENABLED' },
  },
  {
    name: 'the driver vanished without a trace',
    plant: (tree) => tree.replace('config', /^CONFIG_ITCO_WDT=m\n/m, ''),
    ...{ code: 'WD1210', file: 'config', line: 1 },
  },
  {
    name: 'the vendor support was asked for and is missing',
    plant: (tree) => tree.replace('config', /^CONFIG_LPC_ICH=m$/m, '# CONFIG_LPC_ICH is not set'),
    ...{ code: 'WD1210', file: 'config', line: 'LPC_ICH' },
  },
  {
    name: 'the initramfs does not load the driver',
    plant: (tree) => tree.write(root('/usr/share/initramfs-tools/modules.d/wdgen-watchdog'), '# nothing\n'),
    ...{ code: 'WD1211', file: root(DROP_IN), line: 'RuntimeWatchdogSec', also: ['WD1201'] },
  },
  {
    name: 'the driver is only loaded by a service',
    plant: (tree) => {
      tree.write(root('/usr/share/initramfs-tools/modules.d/wdgen-watchdog'), '# nothing\n');
      tree.write(root('/etc/modules-load.d/watchdog.conf'), '# late\niTCO_wdt\n');
    },
    ...{ code: 'WD1211', file: root('/etc/modules-load.d/watchdog.conf'), line: 2, also: ['WD1201'] },
  },
  {
    name: 'the distribution blacklists the driver',
    plant: (tree) =>
      tree.write(
        root('/etc/modprobe.d/blacklist-watchdog.conf'),
        '# they surprise people\nblacklist softdog\nblacklist iTCO_wdt\n',
      ),
    ...{ code: 'WD1212', file: root('/etc/modprobe.d/blacklist-watchdog.conf'), line: 3 },
  },
  {
    name: 'nowayout on the command line, and not in the kernel',
    plant: (tree) =>
      tree.write(
        root('/etc/default/grub'),
        'GRUB_TIMEOUT=1\nGRUB_CMDLINE_LINUX="quiet iTCO_wdt.nowayout=1"\n',
      ),
    ...{ code: 'WD1213', file: root('/etc/default/grub'), line: 2 },
  },
  {
    name: 'watchdog(8) is installed, configured and enabled',
    plant: (tree) => {
      tree.write(
        root('/usr/lib/systemd/system/watchdog.service'),
        "[Service]\nType=forking\nExecStart=/bin/sh -c '[ $run_watchdog != 1 ] || exec /usr/sbin/watchdog $watchdog_options'\n[Install]\nWantedBy=multi-user.target\n",
      );
      tree.write(root('/etc/default/watchdog'), 'run_watchdog=1\n');
      tree.write(root('/etc/watchdog.conf'), 'watchdog-device = /dev/watchdog\n');
      tree.write(root('/usr/sbin/watchdog'), '\x7fELF', 0o755);
      tree.link(
        root(`${UNITS}/multi-user.target.wants/watchdog.service`),
        '/usr/lib/systemd/system/watchdog.service',
      );
    },
    ...{
      code: 'WD1220',
      file: root('/usr/lib/systemd/system/watchdog.service'),
      line: 'ExecStart',
      also: ['WD1226'],
    },
  },
  {
    name: 'watchdogd is enabled as well',
    plant: (tree) => {
      tree.write(
        root('/usr/lib/systemd/system/watchdogd.service'),
        '[Service]\nExecStart=/usr/sbin/watchdogd -n -T 30 /dev/watchdog0\n',
      );
      tree.write(root('/usr/sbin/watchdogd'), '\x7fELF', 0o755);
      tree.link(
        root(`${UNITS}/multi-user.target.wants/watchdogd.service`),
        '/usr/lib/systemd/system/watchdogd.service',
      );
    },
    ...{ code: 'WD1220', file: root('/usr/lib/systemd/system/watchdogd.service'), line: 'ExecStart' },
  },
  {
    name: 'an application opens the device in its own code',
    plant: (tree) =>
      tree.write(
        root('/usr/local/bin/telemetry'),
        '#!/usr/bin/python3\nimport os\nfd = os.open("/dev/watchdog", os.O_WRONLY)\n',
        0o755,
      ),
    ...{ code: 'WD1220', file: root('/usr/local/bin/telemetry'), line: 3 },
  },
  {
    name: 'a unit is let at the device',
    plant: (tree) =>
      tree.replace(
        root('/usr/lib/systemd/system/shipper.service'),
        'Type=notify',
        'Type=notify\nDeviceAllow=/dev/watchdog0 rw',
      ),
    ...{ code: 'WD1220', file: root('/usr/lib/systemd/system/shipper.service'), line: 'DeviceAllow' },
  },
  {
    name: 'a cron job feeds beside PID 1',
    plant: (tree) =>
      tree.write(root('/etc/cron.d/pet'), 'SHELL=/bin/sh\n* * * * * root echo 1 > /dev/watchdog\n'),
    ...{ code: 'WD1220', file: root('/etc/cron.d/pet'), line: 2 },
  },
  {
    name: 'a later drop-in takes the timeout back',
    plant: (tree) =>
      tree.write(root('/usr/lib/systemd/system.conf.d/90-vendor.conf'), '[Manager]\nRuntimeWatchdogSec=0\n'),
    ...{
      code: 'WD1227',
      file: root('/usr/lib/systemd/system.conf.d/90-vendor.conf'),
      line: 2,
      also: ['WD1221'],
    },
  },
  {
    name: 'a drop-in takes the heartbeat of the telemetry back',
    plant: (tree) =>
      tree.write(
        root(`${UNITS}/telemetry.service.d/quiet.conf`),
        '[Service]\n# too many restarts\nWatchdogSec=0\n',
      ),
    ...{ code: 'WD1227', file: root(`${UNITS}/telemetry.service.d/quiet.conf`), line: 3 },
  },
  {
    name: 'the setting stands in the wrong section',
    plant: (tree) =>
      tree.write(root('/etc/systemd/system.conf.d/40-local.conf'), '[Service]\nRebootWatchdogSec=10min\n'),
    ...{ code: 'WD1228', file: root('/etc/systemd/system.conf.d/40-local.conf'), line: 2 },
  },
  {
    name: 'the drop-in has no .conf',
    plant: (tree) =>
      tree.write(root('/etc/systemd/system.conf.d/60-watchdog'), '[Manager]\nRuntimeWatchdogSec=20s\n'),
    ...{ code: 'WD1228', file: root('/etc/systemd/system.conf.d/60-watchdog'), line: 2 },
  },
  {
    name: 'nothing starts the telemetry',
    plant: (tree) => tree.remove(root(`${UNITS}/multi-user.target.d/50-telemetry.conf`)),
    ...{ code: 'WD1230', file: root(`${UNITS}/telemetry.service`), line: 1, also: ['WD1200'] },
  },
  {
    name: 'the timer of the retention is masked',
    plant: (tree) => tree.link(root(`${UNITS}/wdgen-retention.timer`), '/dev/null'),
    ...{ code: 'WD1231', file: root(`${UNITS}/wdgen-retention.timer`), line: 1, also: ['WD1200', 'WD1230'] },
  },
  {
    name: 'the unit that the drop-in is for is gone',
    plant: (tree) => {
      tree.remove(root('/usr/lib/systemd/system/shipper.service'));
      tree.remove(root(`${UNITS}/multi-user.target.wants/shipper.service`));
    },
    ...{ code: 'WD1233', file: root(`${UNITS}/shipper.service.d/50-wdgen.conf`), line: 'WatchdogSec' },
  },
  {
    name: 'a drop-in takes the restart back',
    plant: (tree) => tree.write(root(`${UNITS}/shipper.service.d/90-debug.conf`), '[Service]\nRestart=no\n'),
    ...{ code: 'WD1234', file: root(`${UNITS}/shipper.service.d/90-debug.conf`), line: 2, also: ['WD1227'] },
  },
  {
    name: 'the shipper runs behind a shell',
    plant: (tree) =>
      tree.replace(
        root('/usr/lib/systemd/system/shipper.service'),
        'ExecStart=/usr/local/bin/telemetry --ship',
        "ExecStart=/bin/sh -c '/usr/local/bin/telemetry --ship | logger'",
      ),
    ...{ code: 'WD1235', file: root('/usr/lib/systemd/system/shipper.service'), line: 'ExecStart' },
  },
];

t.test('a Debian image with systemd', async (t) => {
  if (!need(t, [...imageTools, { command: 'debugfs', debian: 'e2fsprogs' }])) return;
  const image = debianImage();
  const work = mkdtempSync(join(tmpdir(), 'wdgen-audit-test-'));
  t.teardown(() => rmSync(work, { recursive: true, force: true }));
  const folder = join(work, 'root');
  mkdirSync(folder);
  execFileSync('debugfs', ['-R', 'rdump / .', image.disk], { cwd: folder, stdio: 'ignore' });
  copyFileSync(image.config, join(work, 'config'));
  const spec = join(work, 'watchdog.toml');
  writeFileSync(spec, SPEC);
  const [target] = loadSpec(spec).spec?.targets ?? [];
  if (target === undefined) throw new Error('the spec is unsound');
  const plan = compileTarget(target).resolved?.plan;
  if (plan === undefined) throw new Error('there is no plan');
  const put = (path: string, text: string, mode: number) => {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
    chmodSync(place, mode);
  };
  for (const { path, text, mode } of artefactsOf(plan))
    if (path.startsWith('rootfs/')) put(path.slice('rootfs'.length), text, mode);
  put('/usr/local/bin/telemetry', '#!/usr/bin/python3\n', 0o755);
  put('/usr/lib/systemd/system/shipper.service', SHIPPER, 0o644);
  execFileSync('ln', [
    '-s',
    '/usr/lib/systemd/system/shipper.service',
    join(folder, `${UNITS}/multi-user.target.wants/shipper.service`),
  ]);

  const what = { spec, targets: ['gateway'], rootfs: folder, kernelConfig: join(work, 'config') };
  await t.test('planted defects', async (t) => {
    await plantEach(t, work, what, DEFECTS);
  });

  await t.test('the command says so', async (t) => {
    const args = ['audit', '--target', 'gateway', '--rootfs', 'root', '--kernel-config', 'config'];
    const { exit, stdout } = wdgen(args, work);
    t.equal(exit, 0);
    t.match(stdout, /Nothing wrong found\. 5 parts were not there to look at\./);
  });
});
