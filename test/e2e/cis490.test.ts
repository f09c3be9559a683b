// The generated units and programs of cis490-lab-host under a real systemd with a real journal, in an emulated PC.
import t from 'tap';
import { need } from '../tools/lib/need.js';
import { imageTools } from './lib/debian-image.js';
import { generatedTree, inImage } from './lib/generated.js';
import type { Put } from './lib/initramfs.js';
import { Pc } from './lib/pc.js';

/** A shipper as the lab host's: READY=1 once its queue stands, WATCHDOG=1 in each pass. It says what a file tells it to. */
const SHIPPER: readonly Put[] = [
  { path: '/usr/lib/python3/dist-packages/cis490/__init__.py', text: '' },
  {
    path: '/usr/lib/python3/dist-packages/cis490/shipper.py',
    text: `import os, socket, time
notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
notify.connect(os.environ["NOTIFY_SOCKET"])
notify.send(b"READY=1")
while True:
    notify.send(b"WATCHDOG=1")
    try:
        os.rename("/run/say", "/run/said")
        print(open("/run/said").read(), flush=True)
    except OSError:
        pass
    time.sleep(1)
`,
  },
];

t.test('cis490-lab-host', async (t) => {
  if (!need(t, imageTools)) return;
  const pc = new Pc(t, { put: [...SHIPPER, ...inImage(generatedTree(t, 'cis490-lab-host'))] });
  await pc.ready();
  await pc.wait('systemctl is-active cis490-shipper.service', 120);
  const show = async (name: string) =>
    (await pc.run(`systemctl show -P ${name} cis490-shipper.service`)).text.trim();
  const say = async (text: string) => {
    await pc.run(`printf '%s\\n' ${text} >/run/say.new; mv /run/say.new /run/say`);
    await pc.wait('[ ! -e /run/say ] && journalctl --sync', 30);
  };
  const shipperRow = async (words = '') => {
    const { text, status } = await pc.run(`${words} wdgen-doctor --json`);
    const { rows } = JSON.parse(text) as {
      rows: { id: string; colour: string; says: string; fix: string | null }[];
    };
    return { status, row: rows.find(({ id }) => id.endsWith('shipper') && id.startsWith('journal')) };
  };

  await t.test('the doctor reads the journal, the most urgent first', async (t) => {
    t.match((await shipperRow()).row, { colour: 'green' }, 'nothing but its start');
    await say('"HTTP 503 try later"');
    t.match((await shipperRow()).row, {
      colour: 'yellow',
      says: /^shipper: 1 ship/,
      fix: 'cis490ctl ping-receiver',
    });
    await say('"HTTP 400 bad" "HTTP 400 bad"');
    t.match((await shipperRow()).row, {
      colour: 'red',
      says: /^shipper: 2 ship.*bad requests/,
      fix: 'cis490ctl validate-queue',
    });
    await say('"HTTP 412 old"');
    const { row, status } = await shipperRow();
    t.match(row, { colour: 'red', says: /^shipper: 1 ship.*out-of-window/, fix: 'cis490ctl resync-clock' });
    t.equal(status, 1);
    const denied = await shipperRow('setpriv --reuid 65534 --regid 65534 --clear-groups');
    t.not(denied.row?.colour, 'green', 'who may not read the journal is told so');
    t.match(denied.row?.says, /not allowed|denied|cannot/i);
  });

  const pid = await show('MainPID');
  await pc.run(`kill -STOP ${pid}`);

  await t.test('old entries of the quarantine go, and each removal is logged', async (t) => {
    const place = '/var/lib/cis490/quarantine';
    await pc.run(`mkdir -p ${place}/old/deep ${place}/new "${place}/-rf *"; touch ${place}/old/deep/file`);
    await pc.run(`find ${place} -depth -mindepth 1 ! -path '*/new*' -exec touch -d '40 days ago' {} +`);
    t.equal((await pc.run('systemctl start wdgen-retention.service')).status, 0);
    t.equal((await pc.run(`ls ${place}`)).text.trim(), 'new');
    await pc.run('journalctl --sync');
    const log = (await pc.run('journalctl --no-pager -o cat -t wdgen-retention')).text;
    t.match(log, /old/);
    t.match(log, /-rf/);
  });

  await t.test('a shipper that hangs is killed at its limit and restarted', async (t) => {
    await pc.wait('[ "$(systemctl show -P NRestarts cis490-shipper.service)" = 1 ]', 230, 5);
    await pc.wait('systemctl is-active cis490-shipper.service', 60);
    t.not(await show('MainPID'), pid);
    const journal = (await pc.run('journalctl --no-pager -u cis490-shipper.service')).text;
    t.match(journal, /Watchdog timeout \(limit 3min\)!/);
    t.match(journal, /Failed with result 'watchdog'/);
  });

  await t.test('nothing has failed', async (t) => {
    t.equal((await pc.run('systemctl --failed --no-legend --plain | cat')).text.trim(), '');
  });
});
