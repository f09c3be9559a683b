import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { figure } from '../lib/figures.js';
import { active, deferred } from '../lib/plan.js';
import { rollbackFixture } from '../lib/plan-rollback.js';
import { dog, type Lab } from './lib/doctor-lab.js';
import { machine, underEveryShell } from './lib/doctor-machine.js';

underEveryShell('all as planned: green, and 0', (t, ask, shell) => {
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

underEveryShell('watchdogs that are not as planned', (t, ask) => {
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

underEveryShell('a notice before the reset that was not set', (t, ask) => {
  const systemd = { kind: 'systemd' } as const;
  const lab = machine(t, { watchdog: { feeder: active(systemd), pretimeoutMs: active(5000) } });
  const found = [undefined, '0', '5', '15'].map((pretimeout) => {
    lab.put(dog(0, pretimeout === undefined ? {} : { pretimeout }));
    return ask(lab).row('watchdog.pretimeout')?.fix;
  });
  const fix = 'update-initramfs -u; modprobe -a pretimeout_noop pretimeout_panic; systemctl daemon-reexec';
  t.strictSame(found, [fix, fix, undefined, undefined], 'hardware may have a time of its own');
  const built = machine(t, {
    ...{ platform: { kind: 'buildroot', init: 'systemd' } },
    watchdog: { feeder: active(systemd), pretimeoutMs: active(5000) },
  });
  built.put(dog(0, { pretimeout: '0' }));
  t.match(ask(built).row('watchdog.pretimeout')?.fix, /^build the kernel/, 'no module there to load');
});

underEveryShell('hardware with few timeouts takes the next longer one', (t, ask) => {
  const lab = machine(t, { driver: { stepsMs: [16_000, 43_000, 87_000] } });
  const colours = ['30', '43', '44', '29', '87', '030', 'x'].map((timeout) => {
    lab.put(dog(0, { timeout }));
    return ask(lab).row('watchdog')?.colour;
  });
  t.strictSame(colours, ['green', 'green', ...Array.from({ length: 5 }, () => 'yellow')]);
  if (t.passing() && ++steps === 3)
    figure(41, { part: 'what wdgen-doctor says of hardware with steps, three shells', cases: 21, held: 21 });
});

/** Shells under which that held. */
let steps = 0;

underEveryShell('a time left that falls is a timer that counts', (t, ask, shell) => {
  const lab = machine(t);
  lab.put(dog(0, { timeleft: '30' }));
  const file = join(lab.root, 'sys/class/watchdog/watchdog0/timeleft');
  lab.tool('sleep', `echo 29 >'${file}'`);
  rmSync(join(lab.root, 'applets/sleep'));
  if (shell.applets) return;
  t.equal(ask(lab).row('watchdog')?.colour, 'green');
});

underEveryShell('deferred: nothing is to run', (t, ask) => {
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

underEveryShell('who holds it: nobody, somebody else, not allowed to see', (t, ask) => {
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

underEveryShell('the last reset', (t, ask) => {
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

underEveryShell('slots of the U-Boot environment', (t, ask) => {
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

underEveryShell('slots of bootcount, GRUB and systemd-boot', (t, ask) => {
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
