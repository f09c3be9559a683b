// The generated units of pi-edge-01 under a real systemd, in an emulated PC.
import t from 'tap';
import { doctor } from '../../src/backends/doctor/index.js';
import { systemd } from '../../src/backends/systemd/index.js';
import { figure } from '../lib/figures.js';
import { active, planFixture } from '../lib/plan.js';
import { artefactsOf } from '../lib/s6rc.js';
import { need } from '../tools/lib/need.js';
import { imageTools } from './lib/debian-image.js';
import { generatedTree, inImage } from './lib/generated.js';
import type { Put } from './lib/initramfs.js';
import { Pc } from './lib/pc.js';

/** A telemetry client as the gateway's: READY=1 when it is up, WATCHDOG=1 from its loop. */
const CLIENT: Put = {
  path: '/usr/local/bin/telemetry_client.py',
  mode: 0o755,
  text: `import os, socket, time
notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
notify.connect(os.environ["NOTIFY_SOCKET"])
notify.send(b"READY=1")
while True:
    notify.send(b"WATCHDOG=1")
    time.sleep(5)
`,
};

/** Takes what is posted to it and keeps it, one body a line. */
const RECEIVER: readonly Put[] = [
  {
    path: '/lab/receiver.py',
    text: `import socket
server = socket.create_server(("127.0.0.1", 8080))
while True:
    peer, _ = server.accept()
    data = b""
    while b"\\r\\n\\r\\n" not in data:
        data += peer.recv(65536)
    head, body = data.split(b"\\r\\n\\r\\n", 1)
    length = int([l.split(b":")[1] for l in head.split(b"\\r\\n") if l.lower().startswith(b"content-length:")][0])
    while len(body) < length:
        body += peer.recv(65536)
    with open("/run/alerts", "ab") as kept:
        kept.write(body.replace(b"\\n", b" ") + b"\\n")
    peer.sendall(b"HTTP/1.1 204 No Content\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n")
    peer.close()
`,
  },
  {
    path: '/etc/systemd/system/receiver.service',
    text: '[Service]\nExecStart=/usr/bin/python3 /lab/receiver.py\n',
  },
  { path: '/etc/systemd/system/multi-user.target.d/receiver.conf', text: '[Unit]\nWants=receiver.service\n' },
];

/** The doctor of a machine that systemd is to feed. */
const DOCTOR: readonly Put[] = artefactsOf(
  doctor,
  planFixture({
    platform: { kind: 'systemd', init: 'systemd' },
    watchdog: { feeder: active({ kind: 'systemd' } as const) },
    doctor: { journals: [] },
  }),
)
  .filter(({ path }) => path === 'rootfs/usr/bin/wdgen-doctor')
  .map(({ path, text }) => ({ path: path.slice('rootfs'.length), text, mode: 0o755 }));

/** The unit of a feeder beside systemd, which nothing starts by itself. */
const FEEDER: readonly Put[] = artefactsOf(
  systemd,
  planFixture({
    platform: { kind: 'systemd', init: 'systemd' },
    watchdog: { feeder: active({ kind: 'busybox' } as const) },
  }),
)
  .filter(({ path }) => path.endsWith('/watchdog-feeder.service'))
  .map(({ path, text }) => ({ path: path.slice('rootfs'.length), text }));

t.test('pi-edge-01', async (t) => {
  if (!need(t, imageTools)) return;
  const tree = generatedTree(t, 'pi-edge-01', [
    // The alert hook of this lab stands in for the one on the Internet.
    ['https://api.telemetry.com/alerts/device-recovery', 'http://127.0.0.1:8080/alerts'],
  ]);
  const pc = new Pc(t, { put: [CLIENT, ...RECEIVER, ...FEEDER, ...DOCTOR, ...inImage(tree)] });
  await pc.ready();
  await pc.wait('systemctl is-active edge_telemetry.service', 120);
  const show = async (name: string) =>
    (await pc.run(`systemctl show -P ${name} edge_telemetry.service`)).text.trim();

  /** Starts PID 1 anew with other settings. */
  const manager = (settings: readonly string[]) =>
    pc.run(
      `mkdir -p /run/systemd/system.conf.d; printf '%s\\n' '[Manager]' ${settings.join(' ')} >/run/systemd/system.conf.d/99-lab.conf; systemctl daemon-reexec`,
    );

  await t.test('a main process that hangs is killed at its limit and restarted', async (t) => {
    t.equal(await show('Type'), 'notify');
    t.equal(await show('WatchdogUSec'), '30s');
    const pid = await show('MainPID');
    await pc.run(`kill -STOP ${pid}`);
    await pc.wait('[ "$(systemctl show -P NRestarts edge_telemetry.service)" = 1 ]', 90, 5);
    await pc.wait('systemctl is-active edge_telemetry.service', 60);
    t.not(await show('MainPID'), pid, 'another process runs');
    const journal = await pc.run('journalctl --no-pager -u edge_telemetry.service');
    t.match(journal.text, /Watchdog timeout \(limit 30s\)!/);
    t.match(journal.text, /Failed with result 'watchdog'/);
  });

  await t.test('a process that is gone is brought back by the monitor, which tells the hook', async (t) => {
    // It crashes until systemd gives it up: from then on only the monitor brings it back.
    const crash =
      'pid=$(systemctl show -P MainPID edge_telemetry.service); [ "$pid" -le 0 ] || kill -KILL "$pid"';
    await pc.wait(`${crash}; systemctl is-failed edge_telemetry.service`, 120);
    const given = await pc.run('journalctl --no-pager -u edge_telemetry.service');
    t.match(given.text, /Start request repeated too quickly/);
    await pc.wait('systemctl is-active edge_telemetry.service', 150, 5);
    const alert = await pc.wait('cat /run/alerts', 60);
    const told = JSON.parse(alert.text.trim().split('\n')[0] ?? '');
    t.equal(told.event, 'crash');
    t.equal(told.device, 'pi-edge-01');
    t.match((await pc.run('journalctl --no-pager -t wdgen-monitor')).text, /telemetry/);
  });

  await t.test('nothing failed, and no unit has a mistake', async (t) => {
    t.equal((await pc.run('systemctl --failed --no-legend --plain | cat')).text.trim(), '');
    const units = [...tree.keys()]
      .filter((name) => /\.(service|timer)$/.test(name))
      .map((name) => name.split('/').at(-1));
    const verified = await pc.run(
      `systemd-analyze verify --recursive-errors=yes ${units.join(' ')} 2>&1 | cat`,
    );
    t.equal(verified.text.trim(), '');
  });

  await t.test('a pretimeout where the hardware has none: it takes a governor that is there', async (t) => {
    await pc.run('modprobe -a lpc_ich i2c-i801 iTCO_wdt');
    const [times, off] = [
      ['RuntimeWatchdogSec=30', 'RuntimeWatchdogPreSec=10', 'RuntimeWatchdogPreGovernor=panic'],
      ['RuntimeWatchdogSec=0', 'RuntimeWatchdogPreSec=0'],
    ];
    const attribute = async (name: string) =>
      (await pc.run(`cat /sys/class/watchdog/watchdog0/${name}`)).text.trim();
    const state = (wanted: string) =>
      pc.wait(`[ "$(cat /sys/class/watchdog/watchdog0/state)" = ${wanted} ]`, 60);
    t.match(await attribute('identity'), 'iTCO_wdt');
    await manager(times);
    await state('active');
    t.equal(await attribute('pretimeout'), '0', 'Debian has the governors as modules: none is there');

    // What wdgen-doctor says to type.
    await pc.run('modprobe -a pretimeout_noop pretimeout_panic; systemctl daemon-reexec');
    await pc.wait('[ "$(cat /sys/class/watchdog/watchdog0/pretimeout)" = 10 ]', 60);
    t.pass('a timer of the kernel stands in for the hardware');
    t.equal(await attribute('pretimeout_governor'), 'panic');
    await manager(off);
    await state('inactive');
    if (t.passing()) figure(41, { part: 'a pretimeout that the hardware does not have', cases: 2, held: 2 });
  });

  await t.test('two owners of the device: the first goes on, the second says so', async (t) => {
    await pc.run('modprobe -a lpc_ich i2c-i801 iTCO_wdt');
    const systemdFeeds = (seconds: number) => manager([`RuntimeWatchdogSec=${seconds}`]);
    // One `ls` for all: a process for each file would take a minute here.
    const holder =
      "ls -l /proc/[0-9]*/fd/* 2>/dev/null | grep -o '/proc/[0-9]*/fd/[0-9]* -> /dev/watchdog' | cut -d / -f 3 | sort -u";
    const held = async () => (await pc.run(holder)).text.trim();

    await systemdFeeds(30);
    await pc.wait('[ "$(cat /sys/class/watchdog/watchdog0/state)" = active ]', 60);
    t.equal(await held(), '1', 'systemd has it');
    await pc.run('systemctl start watchdog-feeder.service');
    await pc.wait('[ "$(systemctl show -P NRestarts watchdog-feeder.service)" -ge 2 ]', 60);
    t.match((await pc.run('journalctl --no-pager -u watchdog-feeder.service')).text, /resource busy/i);
    t.equal(await held(), '1', 'systemd has it still');

    await systemdFeeds(0);
    await pc.wait('[ "$(systemctl is-active watchdog-feeder.service)" = active ] && pidof busybox', 60);
    const feeder = (await pc.run('systemctl show -P MainPID watchdog-feeder.service')).text.trim();
    await pc.wait(`[ "$(${holder})" = ${feeder} ]`, 60);
    t.pass('the feeder has it now, by its restarts');
    await systemdFeeds(30);
    const { text } = await pc.run('wdgen-doctor');
    t.match(
      text,
      new RegExp(`process ${feeder}\\) holds /dev/watchdog0 instead of systemd`),
      'which the doctor says',
    );
    t.equal(await held(), feeder, 'and keeps it');
    const second = await pc.run('busybox watchdog -F -T 30 -t 10 /dev/watchdog0 2>&1');
    t.match(second, { status: 1, text: /busy/i }, 'a third one ends at once');
    t.equal(await held(), feeder);
    t.equal((await pc.run('cat /sys/class/watchdog/watchdog0/state')).text.trim(), 'active');
    if (t.passing())
      figure(39, { part: 'pairs of feeders on a real device, each in its order', cases: 3, held: 3 });
  });
});
