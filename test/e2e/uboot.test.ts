// The generated boot script, byte for byte, in a real U-Boot (QEMU, Debian's u-boot-qemu). Not proven here: that a
// board's U-Boot is built with that environment medium (wd_store stands in for saveenv), and a hang that only a
// watchdog ends (the kernels here reset by themselves, which is the same to U-Boot).
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { RollbackPlan } from '../../src/plan/types.js';
import { active } from '../lib/plan.js';
import { need } from '../tools/lib/need.js';
import { changeDisk, copyFromDisk, ubootTools } from './lib/uboot.js';
import { generated, type LabSetup, labPlan, onDisk, UbootLab } from './lib/uboot-lab.js';

type Lab = Omit<LabSetup, 'plan'> & { readonly rollback?: Partial<RollbackPlan> };

function lab(t: Test, { rollback, ...setup }: Lab): UbootLab {
  return new UbootLab(t, { plan: labPlan(rollback), ...setup });
}

/** Boots `count` times and returns the kernels that ran; null where the script reset the machine itself. */
async function kernels(machine: UbootLab, count: number): Promise<(string | null)[]> {
  const found = [];
  for (let i = 0; i < count; i++) found.push((await machine.boot()).kernel);
  return found;
}

const FULL = { BOOT_ORDER: 'B A', BOOT_A_LEFT: '3', BOOT_B_LEFT: '3', wd_intent: '0', wd_refilled: '0' };
const USED_UP = { ...FULL, BOOT_A_LEFT: '0', BOOT_B_LEFT: '0' };

if (need(t, ubootTools)) {
  t.test('slot B resets on every boot: 3, 2, 1, 0, then slot A', async (t) => {
    const machine = lab(t, { variables: FULL });
    for (const left of ['2', '1', '0']) {
      const boot = await machine.boot();
      t.equal(boot.kernel, 'B');
      t.match(boot.text, `slot B, ${left} more tries`);
      t.equal(boot.args, 'root=PARTLABEL=root-B rootdelay=10 panic=10 rauc.slot=B wdgen.slot=B');
    }
    t.equal((await machine.boot()).kernel, 'A');
    t.same(await machine.stored(), { ...FULL, BOOT_B_LEFT: '0', BOOT_A_LEFT: '2' }, 'nothing else is kept');
  });

  t.test('a missing kernel in B: pays, and A boots at once', async (t) => {
    const machine = lab(t, { variables: FULL, kernels: ['A'] });
    t.same(await kernels(machine, 2), ['A', 'A']);
    t.same(await machine.stored(), { ...FULL, BOOT_B_LEFT: '1', BOOT_A_LEFT: '1' });
  });

  t.test('a kernel in B that is none: pays, and A boots at once', async (t) => {
    const machine = lab(t, { variables: FULL, kernels: ['A'], files: { 'B/Image': 'no kernel' } });
    const boot = await machine.boot();
    t.equal(boot.kernel, 'A');
    t.match(boot.args, 'rauc.slot=A', 'with arguments of A');
    t.same(await machine.stored(), { ...FULL, BOOT_B_LEFT: '2', BOOT_A_LEFT: '2' });
  });

  t.test('no kernel at all: tries go down by resets, then it waits before it resets', async (t) => {
    const machine = lab(t, {
      variables: FULL,
      kernels: [],
      files: { 'A/x': '', 'B/x': '' },
      rollback: { tries: 1 },
    });
    t.same(await kernels(machine, 4), [null, null, null, null], '3 resets, then one try after the refill');
    await machine.bootUntil(/nothing can be loaded; reset in 60 s/);
    t.same(await machine.stored(), { ...USED_UP, wd_refilled: '1' });
  });

  t.test('all used up, refill-once: once, then the first slot without counting', async (t) => {
    const machine = lab(t, { variables: USED_UP, rollback: { tries: 1 } });
    t.same(await kernels(machine, 4), ['B', 'A', 'A', 'A']);
    const boot = await machine.boot();
    t.match(boot.args, /rauc\.slot=A .*wdgen\.degraded$/);
    t.same(await machine.stored(), { ...USED_UP, wd_refilled: '1' });
  });

  t.test('all used up, stay-degraded: the first slot that loads, without counting', async (t) => {
    const machine = lab(t, { variables: USED_UP, rollback: { exhausted: 'stay-degraded' }, kernels: ['B'] });
    const boot = await machine.boot();
    t.match(boot, { kernel: 'B', args: /rauc\.slot=B .*wdgen\.degraded$/ });
    t.same(await machine.stored(), USED_UP, 'nothing is written');
  });

  t.test('all used up, recovery: the recovery target, and without one the slots', async (t) => {
    const rollback = { exhausted: 'recovery', recovery: onDisk('R') } as const;
    const machine = lab(t, { variables: USED_UP, rollback, kernels: ['A', 'B', 'R'] });
    const { kernel, args } = await machine.boot();
    t.equal(kernel, 'R');
    t.equal(
      args,
      'root=PARTLABEL=root-R rootdelay=10 panic=10 rauc.external wdgen.slot=recovery wdgen.degraded',
    );
    await machine.changed((disk) => changeDisk(disk, 'R/Image', null));
    t.equal((await machine.boot()).kernel, 'A');
    t.same(await machine.stored(), USED_UP, 'nothing is written');
  });

  t.test('no environment at all: the defaults of env.txt, first slot first', async (t) => {
    const machine = lab(t, {});
    t.equal((await machine.boot()).kernel, 'A');
    const { BOOT_A_LEFT, ...rest } = await machine.stored();
    t.equal(BOOT_A_LEFT, '2', 'and this boot is counted');
    t.same(rest, { BOOT_ORDER: 'A B', BOOT_B_LEFT: '3', wd_refilled: '0' });
  });

  t.test('an intended reboot is not counted, once', async (t) => {
    const machine = lab(t, { variables: { ...FULL, BOOT_B_LEFT: '1', wd_intent: '1' } });
    t.same(await kernels(machine, 3), ['B', 'B', 'A'], 'the second boot of B is counted');
    t.same(await machine.stored(), { ...FULL, BOOT_B_LEFT: '0', BOOT_A_LEFT: '2' });
  });

  t.test('an intended reboot into a slot that does not load: pays', async (t) => {
    const machine = lab(t, { variables: { ...FULL, wd_intent: '1' }, kernels: ['A'] });
    t.same(await kernels(machine, 1), ['A']);
    t.same(await machine.stored(), { ...FULL, BOOT_B_LEFT: '2', BOOT_A_LEFT: '2' });
  });

  t.test('a medium that cannot be written: boots all the same, and counts an intended reboot', async (t) => {
    const broken = { before: ["setenv wd_store 'false'"] };
    const full = await lab(t, { variables: { ...FULL, wd_intent: '1' }, ...broken }).boot();
    t.equal(full.kernel, 'B');
    t.match(full.text, 'this boot could not be counted');
    t.match(full.args, /wdgen\.degraded$/, 'Linux does not reboot for a failing check: that would not end');
    const empty = await lab(t, { variables: USED_UP, ...broken }).boot();
    t.match(empty, { kernel: 'A', args: /wdgen\.degraded$/ }, 'a refill that is not saved would never end');
  });

  t.test("variables named like the script's own change nothing", async (t) => {
    const own = {
      wd_next: '7',
      wd_known: 'yes',
      wd_go: 'yes',
      wd_count: 'no',
      wd_tried: 'yes',
      wd_try: 'A',
      wd_args: 'x',
    };
    const machine = lab(t, { variables: { ...FULL, ...own } });
    t.equal((await machine.boot()).kernel, 'B');
    t.same(await machine.stored(), { ...FULL, BOOT_B_LEFT: '2' });
  });

  t.test('after a commit by the real fw_setenv the counter is full again', async (t) => {
    if (!need(t, [{ command: 'fw_setenv', debian: 'libubootenv-tool' }])) return;
    const folder = t.testdir({ linux: {} });
    const image = join(folder, 'linux', 'uboot.env');
    const environment = {
      medium: 'fat',
      device: image,
      size: 0x4000,
      from: onDisk('A').from,
      file: 'uboot.env',
    } as const;
    const rollback = { environment, slots: [...(labPlan().rollback?.slots ?? [])].reverse() };
    const plan = labPlan(rollback);
    const file = (name: string, path: string) => {
      writeFileSync(join(folder, 'linux', name), generated(plan, path));
      return join(folder, 'linux', name);
    };
    execFileSync('mkenvimage', ['-s', '0x4000', '-o', image, file('env.txt', 'u-boot/env.txt')]);
    const config = file('fw_env.config', 'rootfs/etc/fw_env.config');
    const machine = new UbootLab(t, {
      plan,
      files: { 'uboot.env': readFileSync(image) },
      start: [
        'virtio scan',
        'load virtio 0:1 ${pxefile_addr_r} uboot.env && env import -c ${pxefile_addr_r} 4000',
        "setenv wd_store 'env export -c -s 4000 ${pxefile_addr_r} && fatwrite virtio 0:1 ${pxefile_addr_r} uboot.env 4000'",
      ],
    });
    t.same(await kernels(machine, 2), ['B', 'B']);
    await machine.changed((disk) => {
      copyFromDisk(disk, 'uboot.env', image);
      const left = execFileSync('fw_printenv', ['-c', config, '-n', 'BOOT_B_LEFT'], { encoding: 'utf8' });
      t.equal(left, '1\n', 'Linux reads what U-Boot counted');
      execFileSync('fw_setenv', ['-c', config, 'BOOT_B_LEFT', '3']);
      changeDisk(disk, 'uboot.env', readFileSync(image));
    });
    t.same(await kernels(machine, 4), ['B', 'B', 'B', 'A'], 'three more tries');
  });

  t.test('an environment made of env.txt only gets the rest from the built-in one', async (t) => {
    const plan = labPlan({ ubootVersion: 202301 });
    const machine = new UbootLab(t, {
      plan,
      files: { 'env.txt': generated(plan, 'u-boot/env.txt') },
      start: [
        'virtio scan',
        'load virtio 0:1 ${pxefile_addr_r} env.txt',
        // U-Boot sets fdtcontroladdr after it has loaded the environment.
        'own=${fdtcontroladdr}; env import -d -t ${pxefile_addr_r} ${filesize}; setenv fdtcontroladdr ${own}',
      ],
      // Finds boot.scr by U-Boot's own search; wd_store stays saveenv, which fails in this emulator.
      run: ['run bootcmd'],
    });
    const boot = await machine.boot();
    t.equal(boot.kernel, 'A');
    t.match(boot.text, /boot\.scr/);
  });

  t.test('initrd, device tree, open_timeout and nowayout reach the kernel', async (t) => {
    const boot = { ...onDisk('A'), initrd: 'A/initrd', fdt: 'A/board.dtb' };
    const plan = labPlan({
      bootargs: ['quiet'],
      slots: labPlan().rollback?.slots.map((slot) => ({ ...slot, boot })) ?? [],
    });
    const watchdog = { ...plan.watchdog, openTimeoutMs: active(120_000), nowayout: active(true) };
    const machine = new UbootLab(t, {
      plan: { ...plan, watchdog },
      variables: { ...FULL, BOOT_ORDER: 'A B' },
      files: { 'A/initrd': 'an initrd' },
      before: [
        'setenv fdt_addr_r 0x43000000',
        'fdt addr ${fdtcontroladdr}',
        'fdt header get wd_size totalsize',
        'fatwrite virtio 0:1 ${fdtcontroladdr} A/board.dtb ${wd_size}',
      ],
    });
    const { kernel, args, text } = await machine.boot();
    t.equal(kernel, 'A');
    t.match(args, 'panic=10 watchdog.open_timeout=120 dw_wdt.nowayout=1 rauc.slot=A wdgen.slot=A');
    t.match(text, /Loading Ramdisk to/);
    t.match(text, /fdt blob at 0x43000000/, 'the loaded tree, not the own one');
  });
}
