// The schemes besides RAUC's: what marks an entry good there, by the real programs where there are some; and RAUC's
// configuration, read by the real rauc.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { Artefact } from '../../src/backends/types.js';
import { CHECK, commitFiles, fileOf, PROGRAM } from '../lib/commit-files.js';
import { slotFixture } from '../lib/plan-rollback.js';
import { COMMIT_TOOLS, commitLab, type Lab, SHELLS, type Variables } from './lib/commit-lab.js';
import { findCommand, need } from './lib/need.js';

const systemd = { kind: 'systemd', init: 'systemd' } as const;
const GRUB = { command: 'grub-script-check', debian: 'grub-common' };
const EDITENV = { command: 'grub-editenv', debian: 'grub-common' };
const { dash } = SHELLS;

function labWith(t: Test, check: string, files: readonly Artefact[], variables: Variables): Lab {
  const machine = commitLab(t, files, variables);
  machine.put(CHECK, `#!/bin/sh\n${check}\n`);
  return machine;
}

t.test('uboot-bootcount', async (t) => {
  if (!need(t, COMMIT_TOOLS)) return;
  const files = commitFiles({ rollback: { scheme: 'uboot-bootcount' } });
  const trial = { wd_slot: 'B', bootcount: '2', upgrade_available: '1', wd_refilled: '1', other: 'x' };
  const good = { ...trial, bootcount: '0', upgrade_available: '0', wd_refilled: '0' };
  const passes = labWith(t, '', files, trial);
  const { status, log } = await passes.run(dash, 'wdgen.slot=B', PROGRAM);
  t.equal(status, 0, log);
  t.strictSame(passes.env(), good);
  t.match((await passes.run(dash, 'wdgen.slot=B', PROGRAM)).log, 'slot B is good already');
  const fails = labWith(t, 'exit 1', files, trial);
  t.match(
    (await fails.run(dash, 'wdgen.slot=A', PROGRAM)).log,
    'good already',
    'B is tried, and A runs instead',
  );
  t.equal((await fails.run(dash, 'wdgen.slot=B wdgen.degraded', PROGRAM)).status, 3);
  t.strictSame((await fails.run(dash, 'wdgen.slot=B', PROGRAM)).reboots, ['reboot']);
  t.strictSame(fails.env(), trial);
});

t.test('systemd-boot', async (t) => {
  if (!need(t, COMMIT_TOOLS)) return;
  const files = commitFiles({ platform: systemd, rollback: { scheme: 'systemd-boot' } });
  t.equal(fileOf(files, 'rootfs/etc/kernel/tries').text, '3\n');
  const entries = (machine: Lab, counted: string, ...names: readonly string[]) => {
    const folder = join(machine.root, 'efi');
    mkdirSync(folder, { recursive: true });
    const text = `\u0007\0${`\\loader\\entries\\${counted}`}\0`;
    writeFileSync(join(folder, 'variable'), Buffer.from(text, 'utf16le'));
    for (const name of names) machine.put(`boot/loader/entries/${name}`, '');
  };
  const variable = '/sys/firmware/efi/efivars/LoaderBootCountPath-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f';
  const counted = `mkdir -p /sys/firmware/efi/efivars; cp /efi/variable ${variable}; ${dash.shell} ${PROGRAM}; s=$?; [ -e /run/wdgen-healthy ] && echo healthy; exit $s`;
  const start = async (machine: Lab) => {
    machine.put('tmp/start', counted);
    return machine.run(dash, '', '/tmp/start');
  };
  const passes = labWith(t, '', files, {});
  entries(passes, 'new+2-1.conf', 'new+2-1.conf', 'old.conf');
  t.match((await start(passes)).log, 'slot \\loader\\entries\\new+2-1.conf is good\nhealthy\n');
  const fails = labWith(t, 'exit 1', files, {});
  entries(fails, 'new+0-3.conf', 'new+0-3.conf', 'old+0-3.conf', 'older+0.conf');
  const used = await start(fails);
  t.equal(used.status, 3, used.log);
  t.match(used.log, 'STAYING UP DEGRADED: every entry is used up');
  t.notMatch(used.log, 'healthy\n');
  const uncounted = await fails.run(dash, '', `-c 'rm -r /sys; exec ${dash.shell} ${PROGRAM}'`);
  t.match(uncounted, { status: 3, log: /this entry is not counted/, reboots: [] });
  entries(fails, 'new+0-3.conf', 'good.conf');
  t.strictSame((await start(fails)).reboots, ['reboot']);
});

/** What GRUB leaves behind, with the real grub-editenv. */
function grubenv(machine: Lab, ...settings: readonly string[]): void {
  const file = join(machine.root, 'boot/grub/grubenv');
  mkdirSync(join(machine.root, 'boot/grub'), { recursive: true });
  execFileSync('grub-editenv', [file, 'create']);
  execFileSync('grub-editenv', [file, 'set', ...settings]);
}

const grubList = (machine: Lab) =>
  execFileSync('grub-editenv', [join(machine.root, 'boot/grub/grubenv'), 'list'], { encoding: 'utf8' });

t.test('grub: commit', async (t) => {
  if (!need(t, [...COMMIT_TOOLS, EDITENV])) return;
  const files = commitFiles({ platform: systemd, rollback: { scheme: 'grub' } });
  const machine = labWith(t, '', files, {});
  copyFileSync(findCommand('grub-editenv') ?? '', join(machine.root, 'bin/grub-editenv'));
  grubenv(machine, 'other=1', 'wd_slot=B', 'boot_counter=2', 'boot_success=0');
  for (const shell of Object.values(SHELLS)) {
    grubenv(machine, 'other=1', 'wd_slot=B', 'boot_counter=2', 'boot_success=0');
    const { status, log } = await machine.run(shell, '', PROGRAM);
    t.equal(status, 0, log);
    t.equal(grubList(machine), 'other=1\nwd_slot=B\nboot_counter=\nboot_success=1\n');
  }
  t.match((await machine.run(dash, '', PROGRAM)).log, 'this boot is not counted: there is no boot_counter');
  grubenv(machine, 'wd_slot=B', 'boot_counter=-1', 'boot_success=0');
  await machine.run(dash, '', PROGRAM);
  t.match(grubList(machine), 'wd_slot=A\nboot_counter=\n', 'the fallback becomes the slot that boots');
  machine.put(CHECK, '#!/bin/sh\nexit 1\n');
  grubenv(machine, 'wd_slot=B', 'boot_counter=-1', 'boot_success=0');
  t.match(await machine.run(dash, '', PROGRAM), {
    status: 3,
    log: /STAYING UP DEGRADED: this is the fallback/,
  });
  grubenv(machine, 'wd_slot=B', 'boot_counter=0', 'boot_success=0');
  t.strictSame((await machine.run(dash, '', PROGRAM)).reboots, ['reboot'], 'the last try');
});

t.test('grub: the script for grub-mkconfig, judged by GRUB and followed step by step', async (t) => {
  if (!need(t, [GRUB])) return;
  const slots = ['A', 'B', 'C'].map((name) => slotFixture(name, '2'));
  const files = commitFiles({ platform: systemd, rollback: { scheme: 'grub', slots } });
  const script = fileOf(files, 'rootfs/etc/grub.d/08_wdgen');
  t.equal(script.mode, 0o755);
  const made = execFileSync('sh', ['-s'], { input: script.text, encoding: 'utf8' });
  const judge = (text: string) => spawnSync('grub-script-check', { input: text }).status;
  t.equal(judge(made), 0);
  t.equal(judge(made.replace('fi\n', '')), 1, 'it does find a missing fi');
  const follow = (slot: string, counter: string, success: string) => {
    const posix = made.replaceAll(/\bset (?=\w+=)/g, '').replaceAll('save_env', ':');
    const state = `wd_slot=${slot} boot_counter=${counter} boot_success=${success}\n`;
    return execFileSync('dash', ['-c', `${state}${posix}echo "$default $boot_counter $boot_success"`], {
      encoding: 'utf8',
    }).trim();
  };
  t.equal(follow('B', '3', '0'), 'B 2 0');
  t.equal(follow('B', '1', '0'), 'B 0 0');
  t.equal(follow('B', '0', '0'), 'C -1 0');
  t.equal(follow('C', '-1', '0'), 'A -1 0', 'the fallback boots for ever');
  t.equal(follow('B', '2', '1'), 'B 2 0');
  t.equal(follow('B', '', '0'), 'B  0');
  t.equal(follow('', '', ''), 'A  0');
  t.equal(follow('nonsense', '0x3', '0'), 'B -1 0', 'an unknown value is used up');
});

t.test('rauc reads its part of system.conf', async (t) => {
  if (!need(t, [{ command: 'rauc', debian: 'rauc' }])) return;
  const { text } = fileOf(commitFiles({ rollback: { tries: 5 } }), 'rauc/system.conf.part');
  const file = join(t.testdir({}), 'system.conf');
  const judge = (part: string) => {
    writeFileSync(file, `[system]\ncompatible=test\nstatusfile=/data/status\n\n${part}`);
    const env = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/nonexistent' };
    return spawnSync('rauc', ['-c', file, 'status'], { encoding: 'utf8', env }).stderr;
  };
  t.match(judge(text), /D-Bus/, 'it came as far as asking the service');
  t.notMatch(judge(text), /[Ff]ailed to load|Invalid/);
  t.match(judge(text.replace('boot-attempts=', 'bot-attempts=')), /Invalid key 'bot-attempts'/);
  t.match(judge(text.replace('bootloader=uboot', 'bootloader=u-boot')), /Unsupported bootloader/);
  t.match(text, 'boot-attempts=5\nboot-attempts-primary=5\n');
  t.match(text, '[slot.rootfs.1]\ndevice=/dev/mmcblk1p3\ntype=ext4\nbootname=B\n');
});
