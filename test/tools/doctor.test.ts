// The generated doctor, byte for byte, run by three shells on trees that look like sysfs and /proc.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { unset } from '../../src/core/state.js';
import { active, deferred, type PlanOverrides, planFixture } from '../lib/plan.js';
import { rollbackFixture } from '../lib/plan-rollback.js';
import { type Answer, DOCTOR_TOOLS, doctorLab, dog, type Lab, shipper } from './lib/doctor-lab.js';
import { need } from './lib/need.js';
import { SHELLS } from './lib/retention-lab.js';

t.jobs = 2;

/** A machine of plain systemd, which feeds an iTCO timer. */
function machine(t: Test, overrides: PlanOverrides = {}): Lab {
  const lab = doctorLab(
    t,
    planFixture({
      name: 'lab',
      platform: { kind: 'systemd', init: 'systemd' },
      doctor: { journals: [] },
      ...overrides,
      watchdog: { feeder: active({ kind: 'systemd' }), petMs: unset, ...overrides.watchdog },
    }),
  );
  lab.tool('journalctl', 'exit 0');
  lab.tool('systemctl', 'exit 1');
  lab.process(1, 'systemd', '/dev/null', '/dev/watchdog0', 'socket:[1]');
  lab.process(77, 'sh', '/dev/null');
  return lab;
}

/** A program that waits for a second only. */
function impatient(lab: Lab): void {
  writeFileSync(lab.program, readFileSync(lab.program, 'utf8').replace('limit=15', 'limit=1'));
}

/** journalctl as it is when it may be read: `-b` asks for the boot before. */
const journal = (messages: string, hint = '') =>
  `case "$*" in *-b*) exit 0 ;; esac\ncat <<'END'\n${messages}END\n${hint === '' ? '' : `echo "${hint}" >&2`}`;

for (const [name, shell] of Object.entries(SHELLS)) {
  const test = (title: string, body: (t: Test, ask: (lab: Lab) => Answer) => void) =>
    t.test(`${name}: ${title}`, { buffered: true }, async (t) => {
      if (need(t, DOCTOR_TOOLS)) body(t, (lab) => lab.ask(shell));
    });

  test('all as planned: green, and 0', (t, ask) => {
    const lab = machine(t);
    lab.put(dog(0));
    const { status, json } = ask(lab);
    t.equal(status, 0);
    t.match(json, {
      schema: 1,
      kind: 'doctor',
      target: 'lab',
      boot: '3f6ac1d20b5e4c8e9d390a1b2c3d4e5f',
      uptime: 512,
      slot: null,
      committed: null,
      reset: null,
      verdict: 'green',
    });
    t.strictSame(
      json.rows.map(({ id, colour }) => `${id} ${colour}`),
      ['watchdog green', 'holder green', 'reset green'],
    );
    t.match(lab.words(shell).text, /^green {4}watchdog0 \(iTCO_wdt\) runs, timeout 30 s\n/);
  });

  test('watchdogs that are not as planned', (t, ask) => {
    const says = (lab: Lab, id: string, colour: string, text: RegExp) => {
      const answer = ask(lab);
      t.match(answer.row(id), { colour, says: text }, answer.text);
      t.equal(answer.status, 1);
    };
    const lab = machine(t);
    says(lab, 'watchdog', 'red', /there is no watchdog iTCO_wdt/);
    lab.put(dog(0, { state: 'inactive' }));
    says(lab, 'watchdog', 'red', /does not run: nothing feeds it/);
    lab.put(dog(0, { timeout: '60' }));
    says(lab, 'watchdog', 'yellow', /timeout 60 s instead of 30 s/);
    lab.put(dog(0, { timeleft: '30' }));
    says(lab, 'watchdog', 'yellow', /time left stays at 30 s/);
    lab.put(dog(0, { identity: 'Software Watchdog' }));
    lab.put(dog(1));
    says(lab, 'watchdog.node', 'red', /this board is watchdog1, and the feeder opens watchdog0/);
    says(lab, 'watchdog.watchdog0', 'yellow', /Software Watchdog\) runs besides/);
    lab.put(dog(0));
    rmSync(join(lab.root, 'sys/class/watchdog/watchdog1'), { recursive: true });
    rmSync(join(lab.root, 'sys/class/watchdog/watchdog0/identity'));
    says(lab, 'watchdog.watchdog0', 'yellow', /CONFIG_WATCHDOG_SYSFS/);
  });

  test('a time left that falls is a timer that counts', (t, ask) => {
    const lab = machine(t);
    lab.put(dog(0, { timeleft: '30' }));
    const file = join(lab.root, 'sys/class/watchdog/watchdog0/timeleft');
    lab.tool('sleep', `echo 29 >'${file}'`);
    rmSync(join(lab.root, 'applets/sleep'));
    if (shell.applets) return;
    t.equal(ask(lab).row('watchdog')?.colour, 'green');
  });

  test('deferred: nothing is to run', (t, ask) => {
    const lab = machine(t, { watchdog: { runtimeMs: deferred(30_000), armed: false } });
    rmSync(join(lab.root, 'proc/1/fd/1'));
    lab.put(dog(0, { state: 'inactive' }));
    t.equal(ask(lab).status, 0);
    lab.put(dog(0));
    lab.process(5, 'watchdog', '/dev/watchdog0');
    const { row } = ask(lab);
    t.match(row('watchdog'), { colour: 'yellow', says: /runs, and nothing in this image/ });
    t.match(row('holder'), { colour: 'yellow', says: /^watchdog \(process 5\) holds/ });
  });

  test('who holds it: nobody, somebody else, not allowed to see', (t, ask) => {
    const lab = machine(t);
    lab.put(dog(0));
    rmSync(join(lab.root, 'proc/1/fd/1'));
    t.match(ask(lab).row('holder'), { colour: 'red', says: 'nobody holds the watchdog open' });
    lab.process(9, 'wd\u001b[1m"\\', '/dev/watchdog');
    t.match(ask(lab).row('holder'), {
      colour: 'yellow',
      says: 'wd[1m"\\ (process 9) holds /dev/watchdog instead of systemd',
    });
    rmSync(join(lab.root, 'proc/1'), { recursive: true });
    t.match(ask(lab).row('holder'), { colour: 'yellow', says: /not allowed to see/ });
  });

  test('the last reset', (t, ask) => {
    const lab = machine(t);
    lab.put(dog(0, { bootstatus: '32' }));
    lab.put({ 'sys/fs/pstore/dmesg-ramoops-0': 'Oops' });
    lab.tool('journalctl', 'case "$*" in *"-b -1"*) echo "a line like any other" ;; esac');
    const { json, row } = ask(lab);
    t.equal(json.reset, 'watchdog');
    t.match(row('reset'), { colour: 'yellow', says: /the watchdog \(CARDRESET\)/ });
    t.match(row('pstore'), { colour: 'yellow', says: /left 1 records/ });
    t.match(row('shutdown'), { colour: 'yellow', says: /without a shutdown/ });
    lab.tool('journalctl', 'echo "Reached target System Reboot."');
    t.equal(ask(lab).row('shutdown'), undefined);
    lab.put(dog(0, { bootstatus: '$(reboot)' }));
    t.equal(ask(lab).row('reset')?.colour, 'green', 'what is no number is no flag');
  });

  test('slots of the U-Boot environment', (t, ask) => {
    const lab = machine(t, { rollback: rollbackFixture() });
    lab.put(dog(0));
    const boot = (cmdline: string, env: string, uptime = 512) => {
      lab.put({ 'proc/cmdline': `${cmdline}\n`, 'proc/uptime': `${uptime}.0 1.0\n` });
      lab.tool('fw_printenv', `cat <<'END'\n${env}\nEND`);
      return ask(lab);
    };
    const good = boot('x wdgen.slot=A', 'BOOT_ORDER=A B\nBOOT_A_LEFT=3\nBOOT_B_LEFT=3\nwd_refilled=0');
    t.equal(good.status, 0);
    t.match(good.json, { slot: 'A', committed: true });
    t.match(good.row('slot')?.says, 'slot A runs, the first in the order; it has 3 of 3 tries');
    const fallback = boot('rauc.slot=B', 'BOOT_ORDER=A B\nBOOT_A_LEFT=0\nBOOT_B_LEFT=3');
    t.match(fallback.row('slot'), {
      colour: 'yellow',
      says: "running fallback slot B because A's tries are used up; B has 3 of 3",
      fix: 'mend or reinstall A, then: fw_setenv BOOT_A_LEFT 3',
    });
    t.match(
      boot('wdgen.slot=B', 'BOOT_ORDER=A B\nBOOT_A_LEFT=2\nBOOT_B_LEFT=3').row('slot')?.says,
      'the next boot takes A',
    );
    const trial = boot('wdgen.slot=A', 'BOOT_ORDER=A B\nBOOT_A_LEFT=2\nBOOT_B_LEFT=3', 30);
    t.match(trial.row('commit'), { colour: 'yellow', says: /not marked good yet/ });
    const late = boot('wdgen.slot=A', 'BOOT_ORDER=A B\nBOOT_A_LEFT=2\nBOOT_B_LEFT=3');
    t.match(late.row('commit'), { colour: 'red' });
    t.equal(late.json.committed, false);
    t.match(boot('wdgen.slot=A wdgen.degraded', 'BOOT_ORDER=A B\nBOOT_A_LEFT=0\nBOOT_B_LEFT=0').row('slot'), {
      colour: 'red',
      says: /degraded/,
    });
    t.match(boot('wdgen.slot=recovery', 'BOOT_ORDER=A B').row('slot'), {
      colour: 'red',
      says: /recovery target/,
    });
    t.match(boot('quiet', 'BOOT_ORDER=A B').row('slot'), { colour: 'yellow', says: /not counted/ });
    lab.tool('fw_printenv', 'echo "Cannot read environment" >&2; exit 1');
    t.match(ask(lab).row('slot'), { colour: 'yellow', says: /the counters of the slots/ });
    t.equal(ask(lab).json.committed, null);
  });

  test('slots of bootcount, GRUB and systemd-boot', (t, ask) => {
    const count = machine(t, { rollback: rollbackFixture({ scheme: 'uboot-bootcount' }) });
    count.put({ ...dog(0), 'proc/cmdline': 'wdgen.slot=B\n' });
    count.tool('fw_printenv', 'printf "wd_slot=B\\nbootcount=2\\nupgrade_available=1\\n"');
    t.match(ask(count).row('slot'), { colour: 'yellow', says: 'slot B runs, on trial: boot 2 of 3' });
    count.tool('fw_printenv', 'printf "wd_slot=A\\nbootcount=0\\n"');
    t.match(ask(count).row('slot')?.says, 'running fallback slot B because A could not be loaded');
    count.tool('fw_printenv', 'printf "wd_slot=B\\nbootcount=0\\nupgrade_available=0\\n"');
    t.equal(ask(count).json.committed, true);

    const grub = machine(t, { rollback: rollbackFixture({ scheme: 'grub' }) });
    grub.put(dog(0));
    grub.tool('grub-editenv', 'printf "wd_slot=B\\nboot_counter=-1\\n"');
    t.match(ask(grub).row('slot')?.says, "running fallback slot A because B's tries are used up");
    grub.tool('grub-editenv', 'printf "wd_slot=B\\nboot_counter=\\n"');
    t.match(ask(grub).json, { slot: 'B', committed: true });
    grub.tool('grub-editenv', 'exit 1');
    t.match(ask(grub).row('slot')?.says, 'the counters of the slots');

    const boot = machine(t, { rollback: rollbackFixture({ scheme: 'systemd-boot' }) });
    const loader = '4a67b082-0a4c-41cf-b6c7-440b29bb8c4f';
    boot.put(dog(0));
    t.match(ask(boot).row('slot')?.says, 'left no word');
    const wide = (text: string) => `\x06\0\0\0${[...text].map((one) => `${one}\0`).join('')}\0\0`;
    boot.put({
      [`sys/firmware/efi/efivars/LoaderEntrySelected-${loader}`]: wide('b+2-1.conf'),
      [`sys/firmware/efi/efivars/LoaderBootCountPath-${loader}`]: wide('\\loader\\entries\\b+2-1.conf'),
      'boot/loader/entries/a+0-3.conf': '',
    });
    t.match(ask(boot).row('slot')?.says, 'entry b+2-1.conf runs, and the tries of a+0-3.conf are used up');
    t.equal(ask(boot).json.committed, false);
    boot.put({ 'run/wdgen-healthy': '' });
    t.equal(ask(boot).json.committed, true);
  });

  test('messages of a service: 412 first, then 400, then transient; never green without any', (t, ask) => {
    const lab = machine(t, { doctor: { journals: [shipper] } });
    lab.put(dog(0));
    const told = (script: string) => {
      lab.tool('journalctl', script);
      const { row, status } = ask(lab);
      const { colour, says, fix } = row('journal.shipper') ?? {};
      t.equal(status, colour === 'green' ? 0 : 1);
      return [colour, says, fix];
    };
    const lines = (text: string, count: number) => `${text}\n`.repeat(count);
    t.strictSame(told(journal(lines('ship failed: HTTP 412 out of window', 12))), [
      'red',
      'shipper: 12 ship(s) rejected as out-of-window',
      'cis490ctl resync-clock',
    ]);
    t.strictSame(told(journal(lines('HTTP 400 bad', 3))), [
      'red',
      'shipper: 3 ship(s) rejected as bad requests',
      'cis490ctl validate',
    ]);
    t.strictSame(told(journal('HTTP 503\nupload timed out\nok\n')), [
      'yellow',
      'shipper: 2 transient failures',
      'cis490ctl ping',
    ]);
    t.strictSame(told(journal(`${lines('HTTP 400', 9)}${lines('HTTP 412', 2)}HTTP 503\n`)), [
      'red',
      'shipper: 2 ship(s) rejected as out-of-window',
      'cis490ctl resync-clock',
    ]);
    t.strictSame(told(journal('shipped 1\nshipped 2\n')), [
      'green',
      'shipper: nothing of this kind in 2 lines of the last 10min',
      null,
    ]);
    t.match(told('exit 0')[1], /said nothing in the last 10min/);
    const hint = 'Hint: You are currently not seeing messages from other users and the system.';
    t.match(told(journal('', hint)), ['yellow', /not allowed to read the journal/]);
    t.match(told(journal('shipped\n', hint))[0], 'yellow', 'what it sees may not be all');
    t.match(
      told('echo "No journal files were opened due to insufficient permissions." >&2; exit 1')[1],
      /not allowed/,
    );
    t.match(told('echo "Failed to open: $(printf "\\033[1m")" >&2; exit 7')[1], /does not answer/);
    rmSync(join(lab.root, 'tools/journalctl'));
    if (shell.applets) t.match(ask(lab).row('journal.shipper')?.colour, 'yellow');
  });

  test('messages of a file: by the time at the start of a line', (t, ask) => {
    const lab = machine(t, {
      doctor: { journals: [{ ...shipper, unit: null, file: '/var/log/messages' }] },
    });
    lab.put(dog(0));
    const stamp = (minutes: number) => {
      const at = new Date(Date.now() - minutes * 60_000);
      const month = at.toLocaleString('en', { month: 'short', timeZone: 'UTC' });
      const time = at.toISOString().slice(11, 19);
      return `${month} ${String(at.getUTCDate()).padStart(2, ' ')} ${time}`;
    };
    const told = (text: string) => {
      lab.put({ 'var/log/messages': text });
      return ask(lab).row('journal.shipper');
    };
    t.match(ask(lab).row('journal.shipper')?.says, 'there is no /var/log/messages');
    t.match(
      told(`${stamp(60)} host app: HTTP 412\n${stamp(5)} host app: HTTP 400\n`)?.says,
      '1 ship(s) rejected as bad requests',
    );
    t.match(told(`${stamp(60)} host app: HTTP 412\n`), {
      colour: 'yellow',
      says: /nothing in \/var\/log\/messages/,
    });
    const iso = new Date(Date.now() - 60_000).toISOString().slice(0, 19);
    t.match(told(`${iso}.123456+00:00 host app: HTTP 412\n`)?.says, '1 ship(s) rejected as out-of-window');
    t.match(told('no stamp HTTP 412\n\0\xff\n')?.says, '1 ship(s) rejected as out-of-window');
    t.equal(told('')?.colour, 'yellow');
  });

  test('services, monitors and self-heal', (t, ask) => {
    const service = {
      name: 'ship',
      state: 'active',
      unit: 'ship.service',
      whole: null,
      type: 'notify',
      watchdogMs: 180_000,
      heartbeatMs: null,
      notifyAccess: null,
      restart: null,
      restartDelayMs: null,
      startTimeoutMs: null,
      stopTimeoutMs: null,
      startLimit: null,
      onFailure: null,
      deferral: null,
    } as const;
    const monitor = {
      name: 'client',
      state: 'active',
      process: 'telemetry client.py',
      restart: { manager: 'systemd', service: 'edge.service' },
      everyMs: 60_000,
      restartsPerHour: 3,
      graceMs: 0,
      alerts: [],
      deferral: null,
    } as const;
    const lab = machine(t, { services: [service], monitors: [monitor] });
    lab.put(dog(0));
    t.match(ask(lab).row('service.ship')?.says, 'systemd does not say how ship.service is');
    const show = (state: string, restarts: number, result = 'success') =>
      lab.tool(
        'systemctl',
        `printf 'LoadState=loaded\\nActiveState=${state}\\nSubState=x\\nResult=${result}\\nNRestarts=${restarts}\\n'`,
      );
    show('active', 0);
    t.equal(ask(lab).row('service.ship')?.colour, 'green');
    show('active', 4);
    t.match(ask(lab).row('service.ship'), {
      colour: 'yellow',
      says: 'ship.service runs, and was restarted 4 times',
    });
    show('failed', 1, 'watchdog');
    t.match(ask(lab).row('service.ship'), {
      colour: 'red',
      says: 'ship.service is failed, last result: watchdog',
    });
    impatient(lab);
    lab.tool('systemctl', 'exec sleep 60');
    t.match(ask(lab).row('monitor.client'), { colour: 'red', fix: 'systemctl restart edge.service' });
    lab.put({
      'proc/77/cmdline': 'python3\0telemetry\0client.py\0',
      'proc/78/cmdline': 'wdgen-doctor\0telemetry client.py\0',
    });
    t.equal(ask(lab).row('monitor.client')?.colour, 'green');
  });

  test('tools that hang or are missing do not stop the rest', (t, ask) => {
    const lab = machine(t, { doctor: { journals: [shipper] }, rollback: rollbackFixture() });
    impatient(lab);
    lab.put(dog(0));
    for (const tool of ['journalctl', 'fw_printenv', 'systemctl']) lab.tool(tool, 'exec sleep 60');
    const { json, row } = ask(lab);
    t.equal(row('watchdog')?.colour, 'green');
    t.match(row('slot')?.colour, 'yellow');
    t.match(row('journal.shipper')?.says, 'does not answer');
    t.equal(json.verdict, 'yellow');
  });

  test('words: 80 columns, no colours where nobody sees them, and what it does not know', (t) => {
    const lab = machine(t, { rollback: rollbackFixture(), doctor: { journals: [shipper] } });
    const { text, status } = lab.words(shell);
    t.equal(status, 1);
    t.notMatch(text, /\x1b/);
    for (const line of text.split('\n').filter((one) => !one.includes('->'))) t.ok(line.length <= 80, line);
    t.match(text, /^RED {6}there is no watchdog/);
    t.equal(lab.words(shell, '--help').status, 0);
    for (const bad of ['--jsn', '', 'x']) t.equal(lab.words(shell, bad).status, 2);
  });

  test('JSON, whatever is in the way', (t, ask) => {
    const hostile = [
      '"',
      '\\',
      '\\"',
      '\t',
      '\x1b[31m',
      '\x00',
      '\xff\xfe',
      '%s%n',
      '$(x)',
      '`x`',
      "'",
      '\u2028',
      '{"a":1}',
      '\\u0000',
      '\r\n',
      '</script>',
      '%',
      'é',
      '-n',
      '\\c',
    ];
    for (let round = 0; round < 10; round += 1) {
      const pick = (offset: number) => hostile[(round * 2 + offset) % hostile.length] ?? '';
      const spoken = (text: string) => text.replace(/[\p{Cc}\u2028\ud800-\udfff]/gu, '');
      const lab = machine(t, {
        doctor: {
          journals: [0, 1, 2, 3].map((index) => ({
            ...shipper,
            name: `j${index}`,
            patterns: [
              {
                name: 'p',
                match: 'HTTP',
                colour: 'red',
                says: `%n ${spoken(pick(index))}x%n`,
                fix: `f ${spoken(pick(index + 4))}`,
              },
            ],
          })),
        },
      });
      lab.put(
        dog(0, {
          identity: `id ${pick(1)}`,
          state: pick(2),
          timeout: pick(3),
          bootstatus: pick(4),
          timeleft: pick(5),
        }),
      );
      lab.process(5, pick(6).replaceAll('\0', ''), `/dev/watchdog ${pick(7).replaceAll('\0', '')}`);
      lab.put({ 'proc/sys/kernel/random/boot_id': `${pick(8)}\n`, 'proc/uptime': `${pick(9)}\n` });
      lab.tool('journalctl', `cat <<'END'\nHTTP ${pick(10).replaceAll('\0', '')}\nEND`);
      const { json } = ask(lab);
      t.ok(json.rows.length >= 6);
      t.match(
        json.rows.find(({ id }) => id === 'journal.j1')?.says,
        `1 ${spoken(pick(1)).replaceAll('%n', '1')}x1`,
      );
      rmSync(lab.root, { recursive: true });
    }
  });
}

t.test('with the real fw_printenv', { buffered: true }, async (t) => {
  const tools = [
    { command: 'fw_printenv', debian: 'libubootenv-tool' },
    { command: 'mkenvimage', debian: 'u-boot-tools' },
  ];
  if (!need(t, [...DOCTOR_TOOLS, ...tools])) return;
  const lab = machine(t, { rollback: rollbackFixture() });
  lab.put({ ...dog(0), 'proc/cmdline': 'wdgen.slot=B\n' });
  // Its configuration takes no long paths.
  const folder = mkdtempSync(join(tmpdir(), 'wdgen-doctor-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const input = 'BOOT_ORDER=A B\nBOOT_A_LEFT=0\nBOOT_B_LEFT=3\nwd_refilled=0\n';
  spawnSync('mkenvimage', ['-r', '-s', '8192', '-o', join(folder, 'env'), '-'], { input });
  const copy = readFileSync(join(folder, 'env'));
  writeFileSync(join(folder, 'env'), Buffer.concat([copy, copy]));
  lab.put({ 'etc/fw_env.config': `${folder}/env 0x0 0x2000\n${folder}/env 0x2000 0x2000\n` });
  const { json, row } = lab.ask(SHELLS.dash);
  t.match(row('slot')?.says, "running fallback slot B because A's tries are used up");
  t.equal(json.committed, true);
});

t.test('it opens no watchdog', { buffered: true }, async (t) => {
  if (!need(t, [...DOCTOR_TOOLS, { command: 'strace', debian: 'strace' }])) return;
  const lab = machine(t, { rollback: rollbackFixture(), doctor: { journals: [shipper] } });
  lab.put(dog(0));
  const trace = join(lab.root, 'trace');
  const opens = ['-f', '-qq', '-e', 'trace=open,openat,openat2,creat', '-o', trace];
  const { status } = spawnSync('strace', [...opens, 'dash', lab.program], {
    env: lab.environment(SHELLS.dash),
  });
  t.equal(status, 1);
  const seen = readFileSync(trace, 'utf8');
  t.match(seen, /class\/watchdog\/watchdog0\/identity/, 'sysfs was read');
  t.notMatch(seen, /"[^"]*\/dev\/watchdog/);
  const written = seen
    .split('\n')
    .filter((line) => /O_(WRONLY|RDWR)/.test(line) && !/\/dev\/(null|tty)/.test(line));
  t.strictSame(written, [], 'nothing is written');
});

t.test('what may not be read is said', { buffered: true }, async (t) => {
  if (!need(t, [...DOCTOR_TOOLS, { command: 'setpriv', debian: 'util-linux' }])) return;
  if (process.getuid?.() !== 0) return t.pass('only root can become somebody else', { skip: true });
  const lab = machine(t, { doctor: { journals: [{ ...shipper, unit: null, file: '/var/log/messages' }] } });
  lab.put({ ...dog(0), 'var/log/messages': 'HTTP 412\n', 'sys/fs/pstore/dmesg': '' });
  for (const path of ['var/log/messages', 'proc/1/fd', 'sys/fs/pstore']) chmodSync(join(lab.root, path), 0);
  const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
  const { stdout } = spawnSync('setpriv', [...nobody, 'dash', lab.program, '--json'], {
    env: lab.environment(SHELLS.dash),
    encoding: 'utf8',
  });
  const rows = (JSON.parse(stdout) as Answer['json']).rows.filter(({ says }) => says.includes('not allowed'));
  t.strictSame(
    rows.map(({ id }) => id),
    ['holder', 'pstore', 'journal.shipper'],
  );
});
