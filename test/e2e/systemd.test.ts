// The generated units of pi-edge-01 under a real systemd, in an emulated PC.
import t from 'tap';
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

t.test('pi-edge-01', async (t) => {
  if (!need(t, imageTools)) return;
  const tree = generatedTree(t, 'pi-edge-01', [
    // The alert hook of this lab stands in for the one on the Internet.
    ['https://api.telemetry.com/alerts/device-recovery', 'http://127.0.0.1:8080/alerts'],
  ]);
  const pc = new Pc(t, { put: [CLIENT, ...RECEIVER, ...inImage(tree)] });
  await pc.ready();
  await pc.wait('systemctl is-active edge_telemetry.service', 120);
  const show = async (name: string) =>
    (await pc.run(`systemctl show -P ${name} edge_telemetry.service`)).text.trim();

  await t.test('a main process that hangs is killed at its limit and restarted', async (t) => {
    t.equal(await show('Type'), 'notify');
    t.equal(await show('WatchdogUSec'), '30s');
    const pid = await show('MainPID');
    await pc.run(`kill -STOP ${pid}`);
    await pc.wait('[ "$(systemctl show -P NRestarts edge_telemetry.service)" = 1 ]', 90);
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
    await pc.wait('systemctl is-active edge_telemetry.service', 150);
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
});
