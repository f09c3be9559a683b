// The generated commit program, byte for byte: run by three shells on a BusyBox root file system, with the real
// fw_setenv on an environment of two copies.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { CHECK, commitFiles, fileOf, INTENDED, PROGRAM } from '../lib/commit-files.js';
import { COMMIT_TOOLS, commitLab, type Lab, type Run, SHELLS, type Variables } from './lib/commit-lab.js';
import { need } from './lib/need.js';

t.jobs = 3;

const SLOT_B = 'console=ttyS2 rauc.slot=B wdgen.slot=B root=PARTLABEL=root-b';
/** B's first boot after an update, as the boot script leaves the environment. */
const FRESH = {
  BOOT_ORDER: 'B A',
  BOOT_A_LEFT: '3',
  BOOT_B_LEFT: '2',
  other: 'kept as it is',
  wd_refilled: '0',
};
const GOOD = { ...FRESH, BOOT_B_LEFT: '3' };

function labWith(t: Test, check: string, variables: Variables = FRESH, files = commitFiles()): Lab {
  const machine = commitLab(t, files, variables);
  machine.put(CHECK, `#!/bin/sh\n${check}\n`);
  return machine;
}

for (const [name, shell] of Object.entries(SHELLS)) {
  const test = (
    title: string,
    body: (t: Test, run: (machine: Lab, ...what: string[]) => Promise<Run>) => Promise<void>,
  ) =>
    t.test(`${name}: ${title}`, { buffered: true }, async (t) => {
      if (!need(t, COMMIT_TOOLS)) return;
      await body(t, (machine, cmdline = SLOT_B, command = PROGRAM) => machine.run(shell, cmdline, command));
    });

  test('a check passes: the slot is good, and nothing else changes', async (t, run) => {
    const machine = labWith(t, 'exit 0');
    const { status, log, reboots } = await run(machine);
    t.equal(status, 0, log);
    t.equal(log, 'wdgen-commit: slot B is good\n');
    t.strictSame(machine.env(), GOOD);
    t.strictSame(reboots, []);
  });

  test('a check fails: it is tried again, then the machine reboots, and nothing is written', async (t, run) => {
    const machine = labWith(t, 'exit 7');
    const before = machine.envBytes();
    const { log, reboots } = await run(machine);
    t.strictSame(reboots, ['reboot'], log);
    t.match(log, 'slot B is NOT GOOD: the checks have not passed within 3 s');
    t.ok(log.split(`fails or hangs: ${CHECK}`).length > 2, 'more than one round');
    t.ok(machine.envBytes().equals(before), 'so the boot stays counted');
  });

  test('a check hangs: it is killed at the limit', async (t, run) => {
    const machine = labWith(t, "trap '' TERM INT; while :; do sleep 99; done");
    const { log, reboots } = await run(machine);
    t.strictSame(reboots, ['reboot'], log);
    t.match(log, `fails or hangs: ${CHECK}`);
  });

  test('a check fails and then passes', async (t, run) => {
    const machine = labWith(t, '[ -e /tmp/once ] && exit 0; touch /tmp/once; exit 1');
    const { status, log, reboots } = await run(machine);
    t.equal(status, 0, log);
    t.strictSame(reboots, []);
    t.strictSame(machine.env(), GOOD);
  });

  test('a slot that is good already is left alone', async (t, run) => {
    const machine = labWith(t, 'exit 1', GOOD);
    const before = machine.envBytes();
    const { status, log } = await run(machine);
    t.equal(status, 0, log);
    t.equal(log, 'wdgen-commit: slot B is good already\n');
    t.ok(machine.envBytes().equals(before));
  });

  test('after a refill both variables change', async (t, run) => {
    const machine = labWith(t, 'exit 0', { ...GOOD, wd_refilled: '1' });
    const { status, log } = await run(machine);
    t.equal(status, 0, log);
    t.strictSame(machine.env(), { ...GOOD, wd_refilled: '0' }, 'also with a full counter');
  });

  test('degraded: it stays up when a check fails, and recovers when it passes', async (t, run) => {
    const used = { ...FRESH, BOOT_A_LEFT: '0', BOOT_B_LEFT: '0', wd_refilled: '1' };
    const bad = labWith(t, 'exit 1', used);
    const { status, log, reboots } = await run(bad, `${SLOT_B} wdgen.degraded`);
    t.equal(status, 3);
    t.match(log, 'STAYING UP DEGRADED: every slot is used up');
    t.strictSame(reboots, []);
    bad.put(CHECK, '#!/bin/sh\n');
    t.equal((await run(bad, `${SLOT_B} wdgen.degraded`)).status, 0);
    t.strictSame(bad.env(), { ...used, BOOT_B_LEFT: '3', wd_refilled: '0' });
  });

  test('the last try still reboots: the boot script decides what is left', async (t, run) => {
    const machine = labWith(t, 'exit 1', { ...FRESH, BOOT_A_LEFT: '0', BOOT_B_LEFT: '0' });
    t.strictSame((await run(machine)).reboots, ['reboot']);
  });

  test('boots that are not counted', async (t, run) => {
    const machine = labWith(t, 'exit 1');
    for (const cmdline of [
      'console=tty0 root=/dev/sda1',
      'wdgen.slot=recovery wdgen.degraded',
      'wdgen.slot=C',
      'rauc.slot=b*',
    ]) {
      const { status, log, reboots } = await run(machine, cmdline);
      t.equal(status, 0, log);
      t.match(log, 'this boot is not counted');
      t.strictSame(reboots, []);
    }
    t.equal(
      (await run(machine, 'rauc.slot=A', `${PROGRAM} --dry-run`)).log.includes('slot A is good already'),
      true,
    );
  });

  test('a write that says it worked and did not', async (t, run) => {
    const machine = labWith(t, 'exit 0');
    machine.replace('fw_setenv', '#!/bin/sh\nexit 0\n');
    const { status, log, reboots } = await run(machine);
    t.match({ status, reboots }, { status: 3, reboots: [] }, log);
    t.match(
      log,
      'slot B passes its checks and is NOT MARKED GOOD: the U-Boot environment does not hold what',
    );
    t.match(log, 'STAYING UP DEGRADED');
  });

  test('a write that is refused: a slot that works stays up, one that fails is given up', async (t, run) => {
    const machine = labWith(t, 'exit 0');
    machine.replace('fw_setenv', '#!/bin/sh\nexit 1\n');
    const { status, log, reboots } = await run(machine);
    t.match({ status, reboots }, { status: 3, reboots: [] }, log);
    t.match(log, 'the U-Boot environment refuses the write');
    machine.put(CHECK, '#!/bin/sh\nexit 1\n');
    t.strictSame((await run(machine)).reboots, ['reboot']);
  });

  test("an environment that cannot be read, or is not U-Boot's", async (t, run) => {
    const broken = labWith(t, 'exit 0');
    writeFileSync(join(broken.root, 'env'), Buffer.alloc(0x4000));
    const first = await run(broken);
    t.match({ status: first.status, reboots: first.reboots }, { status: 3, reboots: [] }, first.log);
    t.match(first.log, 'NOT MARKED GOOD: cannot read the U-Boot environment');
    t.strictSame(broken.envBytes(), Buffer.alloc(0x4000), 'and nothing is written over it');
    broken.put(CHECK, '#!/bin/sh\nexit 1\n');
    t.equal((await run(broken, `${SLOT_B} wdgen.degraded`)).status, 3, 'bounded by what U-Boot says');
    t.strictSame((await run(broken)).reboots, ['reboot'], 'the checks decide');
    broken.put(CHECK, '#!/bin/sh\n');
    broken.replace('fw_printenv', '#!/bin/sh\necho BOOT_ORDER=A B\n');
    t.match((await run(broken)).log, 'cannot read the U-Boot environment');
  });

  test("U-Boot's own fw_setenv, with its lines", async (t, run) => {
    const machine = labWith(t, 'exit 0', { ...FRESH, wd_refilled: '1' });
    machine.put('tmp/real/fw_setenv', '');
    copyFileSync(join(machine.root, 'bin/fw_setenv'), join(machine.root, 'tmp/real/fw_setenv'));
    const ownLines = 'cat >/tmp/lines\nsed "s/ /=/" /tmp/lines >/tmp/script\n';
    machine.replace(
      'fw_setenv',
      `#!/bin/sh\n[ "$1" = -s ] || exit 0\n${ownLines}exec /tmp/real/fw_setenv -s /tmp/script\n`,
    );
    const { status, log } = await run(machine);
    t.equal(status, 0, log);
    t.equal(readFileSync(join(machine.root, 'tmp/lines'), 'utf8'), 'BOOT_B_LEFT 3\nwd_refilled 0\n');
    t.strictSame(machine.env(), GOOD);
  });

  test('two runs: the second one leaves it to the first; a killed one is taken over', async (t, run) => {
    const machine = labWith(t, `[ "$(echo /proc/[0-9]*)" = x ] || sleep 1\nexit 0`);
    const both = `${PROGRAM} & sleep 0.4; ${PROGRAM}; echo "second $?"; wait; [ -L /run/wdgen-commit.lock ] || echo released`;
    machine.put('tmp/both', both.replaceAll(PROGRAM, `${shell.shell} ${PROGRAM}`));
    const { log } = await run(machine, SLOT_B, '/tmp/both');
    t.match(log, 'another run is at work\nsecond 4\n');
    t.match(log, 'slot B is good\n');
    t.match(log, 'released\n');
    const killed = labWith(t, 'sleep 9');
    killed.put(
      'tmp/kill',
      `${shell.shell} ${PROGRAM} & sleep 0.5; kill -9 $!; echo '#!/bin/sh' >${CHECK}; ${shell.shell} ${PROGRAM}`,
    );
    const after = await run(killed, SLOT_B, '/tmp/kill');
    t.match(after.log, 'slot B is good\n');
  });

  test('--dry-run does nothing', async (t, run) => {
    const machine = labWith(t, 'touch /tmp/ran');
    const before = machine.envBytes();
    const { status, log } = await run(machine, SLOT_B, `${PROGRAM} --dry-run`);
    t.equal(status, 0);
    t.match(log, 'BOOT_ORDER is "B A", BOOT_A_LEFT is "3", BOOT_B_LEFT is "2"');
    t.match(log, `would check: ${CHECK}`);
    t.match(log, 'would reboot if the checks do not pass within 3 s');
    t.notOk(existsSync(join(machine.root, 'tmp/ran')));
    t.ok(machine.envBytes().equals(before));
    t.match(
      (await run(machine, `${SLOT_B} wdgen.degraded`, `${PROGRAM} --dry-run`)).log,
      'would stay up degraded',
    );
  });

  test('an intended reboot: excused from a good slot that boots next, and only then', async (t, run) => {
    const cases: readonly (readonly [string, Variables, boolean])[] = [
      ['good', GOOD, true],
      ['on trial', FRESH, false],
      ['refilled', { ...GOOD, wd_refilled: '1' }, false],
      ['an update is pending', { ...GOOD, BOOT_ORDER: 'A B' }, false],
      ['an update is pending, and used up', { ...GOOD, BOOT_ORDER: 'A B', BOOT_A_LEFT: '0' }, true],
      ['not in the order, but the only one', { ...GOOD, BOOT_ORDER: 'x', BOOT_A_LEFT: '' }, true],
    ];
    for (const [why, variables, excused] of cases) {
      const machine = labWith(t, '', variables);
      const { log, reboots } = await run(machine, SLOT_B, INTENDED);
      t.strictSame(reboots, ['reboot'], `${why}: ${log}`);
      t.equal(machine.env()['wd_intent'], excused ? '1' : undefined, why);
      t.equal(log.includes('the coming boot is counted'), !excused, why);
    }
    const stuck = labWith(t, '', GOOD);
    stuck.replace('fw_setenv', '#!/bin/sh\nexit 0\n');
    const { log, reboots } = await run(stuck, SLOT_B, INTENDED);
    t.strictSame(reboots, ['reboot']);
    t.match(log, 'cannot write the U-Boot environment: the coming boot is counted');
  });

  test('killed at any point: the old environment or the new one', async (t, run) => {
    const machine = labWith(t, 'sleep 0.1');
    const old = machine.envBytes();
    const seen = new Set<string>();
    for (let ms = 0; ms <= 500; ms += 50) {
      writeFileSync(join(machine.root, 'env'), old);
      machine.put('tmp/cut', `${shell.shell} ${PROGRAM} & usleep ${ms}000; kill -9 -1`);
      await run(machine, SLOT_B, '/tmp/cut');
      const left = machine.env()['BOOT_B_LEFT'] ?? '';
      t.match(left, /^[23]$/);
      t.strictSame({ ...machine.env(), BOOT_B_LEFT: '' }, { ...FRESH, BOOT_B_LEFT: '' }, `after ${ms} ms`);
      seen.add(left);
    }
    t.ok(seen.has('2'), 'some points were before the write');
  });
}

t.test('a reboot that hangs is forced', { buffered: true }, async (t) => {
  if (!need(t, COMMIT_TOOLS)) return;
  const machine = labWith(t, 'exit 1');
  const hang = 'echo reboot "$@" >>/tmp/reboots\n[ "$1" = -f ] || while :; do sleep 99; done\nkill -9 -1\n';
  machine.put('stand-in/reboot', `#!/bin/sh\n${hang}`);
  const { log, reboots } = await machine.run(SHELLS.dash, SLOT_B, PROGRAM);
  t.strictSame(reboots, ['reboot', 'reboot -f']);
  t.match(log, 'the machine is still up: reboot -f');
});

t.test('it does not know the watchdog device', async (t) => {
  const files = commitFiles();
  for (const path of [PROGRAM, INTENDED]) t.notMatch(fileOf(files, `rootfs${path}`).text, '/dev/watchdog');
});
