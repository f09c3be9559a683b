// rm1 as it is: BusyBox init and crond, a connmand that inittab respawns, a router with a DHCP server on a real link.
// Only `reboot` is a stand-in, which counts and takes the program down with it, as a reboot would.
import t from 'tap';
import { FULL, repeats } from '../tools/lib/full.js';
import { need } from '../tools/lib/need.js';
import { imageTools } from './lib/debian-image.js';
import { generatedTree, inImage } from './lib/generated.js';
import { Pc } from './lib/pc.js';
import { RM1_IMAGE, RM1_INITTAB } from './lib/rm1-net.js';

const STEPS = ['bounce', 'renegotiate', 'kvmd-network', 'connman', 'kvmd-network-again'];
/** The examples' pauses of 15 s would make this test long; the order of things does not depend on them. */
const PAUSES = STEPS.map(
  (step) =>
    [`[target.rm1.network.step.${step}]`, `[target.rm1.network.step.${step}]\nsettle = "6s"`] as const,
);

/** A second configuration: the gateway has to answer, too. */
const GATEWAY = [
  ['healthy = ["link", "address"]', 'healthy = ["link", "address", "gateway"]'],
  [
    '[target.rm1.network.probe.internet]',
    '[target.rm1.network.probe.gateway]\nkind = "neighbour"\ntimeout = "8s"\n\n[target.rm1.network.probe.internet]',
  ],
] as const;

/** A third one: of the ladder only the first step. The whole one keeps an emulated processor busy for ten seconds. */
const ONE_STEP = [
  [/^steps = \["bounce",.*$/m, 'steps = ["bounce"]'],
  [/\[target\.rm1\.network\.step\.renegotiate\][\s\S]*?(?=\[target\.rm1\.network\.guard)/, ''],
] as const;

/** Where nothing can help, pauses need not pass. */
const FAST = '/lab/fast:';

/** Between two rounds of a long outage: crond's 10, or three times that where time matters more. */
const MINUTES = repeats(30, 10);

const PROGRAM = '/usr/libexec/wdgen/selfheal --now';
/** For rounds that are about reboots alone. */
const REBOOTS = FULL ? PROGRAM : `${PROGRAM} --config /lab/one-step.conf`;

t.test('rm1', async (t) => {
  if (!need(t, imageTools)) return;
  const tree = generatedTree(t, 'rm1', PAUSES);
  const config = (changes: readonly (readonly [string | RegExp, string])[]) =>
    generatedTree(t, 'rm1', changes).get('rootfs/etc/wdgen/selfheal.conf')?.text ?? '';
  const put = [
    ...RM1_IMAGE,
    ...inImage(tree),
    { path: '/lab/gateway.conf', text: config([...PAUSES, ...GATEWAY]) },
    { path: '/lab/one-step.conf', text: config(ONE_STEP) },
    { path: '/var/spool/cron/crontabs/root', text: '17 3 * * * /bin/true\n' },
  ];
  const pc = new Pc(t, { put, inittab: RM1_INITTAB });
  await pc.ready();
  const net = (words: string) => pc.run(`/lab/net ${words}`);
  const addressed = () => pc.wait('ip -4 address show eth0 | grep -q "inet 192.0.2"', 90);
  const reboots = async () => Number((await pc.run('cat /run/reboots 2>/dev/null | wc -l')).text);
  /** One round; what it said, line by line. */
  const round = async (words = '', running = 0, first = '') => {
    // Running time is that of a time namespace, so that hours pass at once.
    const later = running === 0 ? '' : `unshare -fT --boottime ${running}`;
    const { text } = await pc.run(`${later} env PATH=${first}/lab/bin:/lab/applets ${PROGRAM} ${words} 2>&1`);
    return text.split('\n').flatMap((line) => /^wdgen-selfheal: (.*)/.exec(line)?.[1] ?? []);
  };
  const taken = (lines: readonly string[]) =>
    lines.flatMap((line) => /^step (\S+): (?!has not|skipped|failed)/.exec(line)?.[1] ?? []);

  await t.test('crond runs it, and root keeps the other lines of the crontab', async (t) => {
    const table = await pc.run('cat /var/spool/cron/crontabs/root; pidof crond');
    t.match(table.text, /^\*\/10 \* \* \* \* .*\/usr\/libexec\/wdgen\/selfheal/m);
    t.match(table.text, /^17 3 \* \* \* \/bin\/true$/m);
    await pc.run('/etc/init.d/S91wdgen-schedule stop');
    t.equal((await pc.run('cat /var/spool/cron/crontabs/root')).text, '17 3 * * * /bin/true');
  });

  await t.test('with a network it does nothing', async (t) => {
    await addressed();
    t.strictSame(await round(), []);
    t.equal(
      (await pc.run('PATH=/lab/bin:/lab/applets /usr/libexec/wdgen/selfheal --check')).status,
      0,
      'its tools are there',
    );
  });

  await t.test('the carrier is lost, and comes back', async (t) => {
    const before = (await pc.run('pidof connmand')).text;
    await net('unplug');
    const lines = await round();
    t.strictSame(taken(lines), STEPS, 'the whole ladder, in order');
    t.match(lines.at(-1), /^reboot: refused, round 1 of 2/);
    const after = (await pc.run('pidof connmand')).text;
    t.match(after, /^\d+$/, 'init has started it again');
    t.not(after, before, 'connmand was really killed');
    t.match((await pc.run(`grep PPid /proc/${after}/status`)).text, /\t1$/);
    t.match((await pc.run('cat /run/kvmd-network')).text, 'restart\nrestart');
    await net('plug');
    await addressed();
    t.match(await round(), ['recovered by itself after 1 failed rounds']);
    t.equal(await reboots(), 0);
  });

  await t.test('the address is lost: the first step brings it back', async (t) => {
    await pc.run('ip -4 address flush dev eth0');
    const lines = await round();
    t.strictSame(taken(lines), ['bounce']);
    t.match(lines.at(-1), /^recovered by step bounce in failed round 1/);
    t.equal(await reboots(), 0);
  });

  await t.test('a gateway that does not answer pings is alive all the same', async (t) => {
    await addressed();
    await net('deaf 1');
    t.strictSame(await round('--config /lab/gateway.conf'), [], 'ARP tells');
    await net('deaf 0');
  });

  await t.test('30 % loss leads to no reboot', async (t) => {
    await net('lossy 30%');
    for (let i = 0; i < 120 / MINUTES; i++) await round('--config /lab/gateway.conf');
    await net('clear_loss');
    t.equal(await reboots(), 0);
    await addressed();
    await round();
  });

  await t.test('the DHCP server is gone: after two rounds one reboot, and no second one', async (t) => {
    await pc.run('rm -rf /etc/kvmd /run/wdgen-selfheal');
    // Where nothing is known about past reboots, it waits for one window; two hours after the start it may.
    t.strictSame(await round('', 7200), []);
    await net('unserve');
    await pc.run('ip -4 address flush dev eth0');
    const first = await round('', 7800, FAST);
    t.strictSame(taken(first), STEPS);
    t.equal(await reboots(), 0);
    const second = await round('', 8400, FAST);
    t.strictSame(taken(second), STEPS);
    t.match(second.at(-1), /^reboot: rebooting, reboot 1 of 1 in 3600 s/);
    t.equal(await reboots(), 1);
    await net('reboot_seen');
    await round('', 60, FAST);
    t.match((await round('', 660, FAST)).at(-1), /^reboot: refused, 1 of 1 reboots in 3600 s are used up/);
    t.equal(await reboots(), 1);
    await net('serve');
  });

  await t.test('an ISO that is shown forbids the reboot', async (t) => {
    await net('unplug');
    await pc.run('rm -rf /etc/kvmd /run/wdgen-selfheal');
    // A gadget as the kernel makes it: the same folders as on the real machine.
    const gadget = '/sys/kernel/config/usb_gadget/rockchip';
    const lun = `${gadget}/functions/mass_storage.0/lun.0/file`;
    await pc.run('modprobe libcomposite && mount -t configfs config /sys/kernel/config');
    await pc.run(`mkdir ${gadget} && mkdir ${gadget}/functions/mass_storage.0`);
    await pc.run(`truncate -s 1M /run/dvd.iso && echo /run/dvd.iso >${lun}`);
    t.equal((await pc.run(`cat ${lun}`)).text.trim(), '/run/dvd.iso', 'the kernel shows it');
    const late = `unshare -fT --boottime 7200 env PATH=/lab/fast:/lab/bin:/lab/applets ${REBOOTS} 2>&1`;
    await pc.run(late);
    t.match((await pc.run(late)).text, /reboot: refused, guard usb-storage holds/);
    await pc.run(`echo >${lun}`);
    await net('plug');
    await addressed();
  });

  await t.test('the router is off for six hours, and the clock is wrong', async (t) => {
    await pc.run('rm -rf /etc/kvmd /run/wdgen-selfheal; : >/run/reboots');
    // It has been healthy for a while.
    await pc.run(`unshare -fT --boottime 7200 env PATH=/lab/bin:/lab/applets ${PROGRAM}`);
    await net('unplug');
    const dates = ['1970-01-01', '2036-02-07', '2026-11-23', '2016-01-01'];
    let bootedAt = 0;
    const rebooted: number[] = [];
    let last = '';
    for (let i = 1; i <= 360 / MINUTES; i++) {
      await pc.run(`date -s ${dates[i % dates.length]}`);
      const up = (i - bootedAt) * MINUTES * 60 + (bootedAt === 0 ? 7200 : 0);
      const said = await pc.run(
        `unshare -fT --boottime ${up} env PATH=/lab/fast:/lab/bin:/lab/applets ${REBOOTS} 2>&1`,
      );
      last = said.text.trim().split('\n').at(-1) ?? '';
      if ((await reboots()) > rebooted.length) {
        rebooted.push(i);
        bootedAt = i;
        await net('reboot_seen');
      }
    }
    t.equal(rebooted.length, 2, `one for the fault, one without ever having had a link: rounds ${rebooted}`);
    t.ok((rebooted[1] ?? 0) - (rebooted[0] ?? 0) >= 60 / MINUTES, 'an hour lies between them');
    t.match(last, /reboot: refused, the network has not been up in this boot/);
    await net('plug');
    await addressed();
    t.match((await round('', 30_000)).at(-1), /^recovered/);
  });

  await t.test('a link that never came up: one reboot, then it waits', async (t) => {
    await net('unplug');
    await net('reboot_seen');
    await pc.run('rm -rf /etc/kvmd; : >/run/reboots');
    for (let i = 1; i <= 140 / MINUTES; i++)
      await pc.run(
        `unshare -fT --boottime ${i * MINUTES * 60} env PATH=/lab/fast:/lab/bin:/lab/applets ${REBOOTS} 2>&1`,
      );
    t.equal(await reboots(), 1, 'where nothing is known about past reboots it waits for an hour first');
  });
});
