// The boot scripts of the schemes in which U-Boot itself counts, in a real U-Boot. Debian's build for QEMU has neither
// CONFIG_BOOTCOUNT_ENV nor BOOTMETH_RAUC, and BOOTMETH_RAUC looks at MMC only: what they do before the script runs
// is done here by the test, after their sources, and is not proven.
import t, { type Test } from 'tap';
import type { RollbackPlan } from '../../src/plan/types.js';
import { need } from '../tools/lib/need.js';
import { ubootTools } from './lib/uboot.js';
import { type LabSetup, labPlan, onDisk, UbootLab } from './lib/uboot-lab.js';

type Lab = Omit<LabSetup, 'plan'> & { readonly rollback?: Partial<RollbackPlan> };

/** U-Boot 2023.01 drivers/bootcount/bootcount_env.c and include/bootcount.h (bootcount_inc, bootcount_error). */
const COUNTING = [
  'if test "x${upgrade_available}" = "x1"; then setexpr bootcount ${bootcount} + 1; run wd_store; else setenv bootcount 1; fi',
  "setenv bootcmd 'load virtio 0:1 ${ramdisk_addr_r} boot.scr; source ${ramdisk_addr_r}'",
  'setenv wd_cmd bootcmd',
  'if test "x${upgrade_available}" = "x1" && test ${bootcount} -gt ${bootlimit}; then setenv wd_cmd altbootcmd; fi',
];

function bootcount(t: Test, { rollback, ...setup }: Lab): UbootLab {
  const plan = labPlan({ scheme: 'uboot-bootcount', tries: 2, ...rollback });
  return new UbootLab(t, { plan, before: COUNTING, run: ['run ${wd_cmd}'], ...setup });
}

async function kernels(machine: UbootLab, count: number): Promise<(string | null)[]> {
  const found = [];
  for (let i = 0; i < count; i++) found.push((await machine.boot()).kernel);
  return found;
}

const ALT = 'setenv wd_alt 1; run bootcmd';
const COMMITTED = {
  ...{ wd_slot: 'A', bootcount: '0', bootlimit: '2', upgrade_available: '0', altbootcmd: ALT },
  ...{ wd_intent: '0', wd_refilled: '0' },
};
const UPDATED = { ...COMMITTED, wd_slot: 'B', upgrade_available: '1' };

if (need(t, ubootTools)) {
  t.test('bootcount: a new slot B that resets gives way to A, which is counted too', async (t) => {
    const machine = bootcount(t, { variables: UPDATED });
    t.same(await kernels(machine, 4), ['B', 'B', 'A', 'A']);
    t.match(await machine.stored(), { wd_slot: 'A', wd_spent: ' B', bootcount: '2', upgrade_available: '1' });
  });

  t.test('bootcount: a slot that was marked good is not counted', async (t) => {
    const machine = bootcount(t, { variables: COMMITTED });
    t.same(await kernels(machine, 4), ['A', 'A', 'A', 'A']);
    t.same(await machine.stored(), COMMITTED, 'nothing is written');
  });

  t.test('bootcount: all used up, once more, then the first slot without an end', async (t) => {
    const machine = bootcount(t, { variables: UPDATED });
    t.same(await kernels(machine, 10), ['B', 'B', 'A', 'A', 'A', 'A', 'B', 'B', 'A', 'A']);
    const boot = await machine.boot();
    t.match(boot, { kernel: 'A', args: /wdgen\.slot=A wdgen\.degraded$/ });
    const { wd_spent, ...end } = await machine.stored();
    t.match(end, { wd_refilled: '1', wd_slot: 'A' });
    t.same(wd_spent?.trim().split(/ +/).sort(), ['A', 'B'], 'it does not grow');
  });

  t.test('bootcount: the degraded state ends when Linux marks the slot good', async (t) => {
    const variables = { ...UPDATED, bootcount: '2', wd_refilled: '1', wd_spent: ' A' };
    const machine = bootcount(t, { variables });
    for (let i = 0; i < 2; i++) t.match(await machine.boot(), { kernel: 'A', args: /wdgen\.degraded$/ });
    const marked = { ...(await machine.stored()), upgrade_available: '0', bootcount: '0', wd_refilled: '0' };
    const again = bootcount(t, { variables: marked });
    t.notMatch((await again.boot()).args, 'degraded');
    t.same((await again.stored())['wd_spent'], undefined);
  });

  t.test('bootcount: all used up, recovery', async (t) => {
    const rollback = { exhausted: 'recovery', recovery: onDisk('R') } as const;
    const machine = bootcount(t, { variables: UPDATED, rollback, kernels: ['A', 'B', 'R'] });
    t.same(await kernels(machine, 6), ['B', 'B', 'A', 'A', 'R', 'R']);
  });

  t.test('bootcount: marked good forgets what was used up', async (t) => {
    const machine = bootcount(t, { variables: { ...COMMITTED, wd_spent: ' B' } });
    t.same(await kernels(machine, 1), ['A']);
    const { wd_spent, wd_slot } = await machine.stored();
    t.same([wd_spent, wd_slot], [undefined, 'A']);
  });

  t.test('bootcount: a missing kernel, and an intended reboot', async (t) => {
    const missing = bootcount(t, { variables: UPDATED, kernels: ['A'] });
    t.same(await kernels(missing, 3), ['A', 'A', 'A']);
    t.match(await missing.stored(), { wd_slot: 'A', wd_spent: ' B' }, 'B has paid for every boot');
    const intended = bootcount(t, { variables: { ...UPDATED, bootcount: '2', wd_intent: '1' } });
    t.same(await kernels(intended, 2), ['B', 'A'], 'not counted, once');
  });

  t.test('bootcount: a medium that cannot be written: boots all the same, and Linux stays up', async (t) => {
    const before = [...COUNTING, "setenv wd_store 'false'"];
    const broken = bootcount(t, { variables: { ...UPDATED, wd_intent: '1' }, before });
    t.match(await broken.boot(), { kernel: 'B', args: /wdgen\.degraded$/, text: /could not be saved/ });
  });

  t.test('bootcount: no environment: the first slot, and limit and altbootcmd are there again', async (t) => {
    const machine = bootcount(t, {});
    t.same(await kernels(machine, 1), ['A']);
    t.match(await machine.stored(), { wd_slot: 'A', bootlimit: '2', altbootcmd: ALT });
  });

  /** U-Boot v2025.10 boot/bootmeth_rauc.c (distro_rauc_boot) has counted BOOT_B_LEFT down and saved before. */
  const chosen = [
    'setenv devtype virtio; setenv devnum 0; setenv distro_bootpart 1; setenv distro_rootpart 1',
    'setenv raucargs rauc.slot=B',
  ];
  const counted = { BOOT_ORDER: 'B A', BOOT_A_LEFT: '3', BOOT_B_LEFT: '2', wd_intent: '0' };
  const bootmeth = (variables: Record<string, string>, kernel: string) => ({
    plan: labPlan({ scheme: 'rauc-bootmeth', exhausted: 'recovery' }),
    variables,
    kernels: [kernel],
    before: chosen,
  });

  t.test("bootmeth: boots what it has chosen, with the partition's root", async (t) => {
    const machine = new UbootLab(t, bootmeth(counted, 'boot'));
    const { kernel, args } = await machine.boot();
    t.equal(kernel, 'boot');
    t.match(args, /^root=PARTUUID=[0-9a-f]{8}-01 rauc\.slot=B wdgen\.slot=B$/);
    t.same(await machine.stored(), counted, 'nothing is written');
  });

  t.test(
    'bootmeth: gives the try of an intended reboot back; a missing kernel ends in a reset',
    async (t) => {
      const intended = new UbootLab(t, bootmeth({ ...counted, wd_intent: '1' }, 'boot'));
      t.equal((await intended.boot()).kernel, 'boot');
      t.same(await intended.stored(), { ...counted, BOOT_B_LEFT: '3' });
      t.equal((await new UbootLab(t, bootmeth(counted, 'elsewhere')).boot()).kernel, null);
    },
  );
}
