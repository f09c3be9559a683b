import type { Bootable, KernelArch, RollbackPlan, TargetPlan, UbootPartition } from '../../plan/types.js';
import { ubootWord } from '../quote/uboot.js';
import type { View } from '../types.js';
import { kernelArguments } from './arguments.js';

/** The recovery target's name inside the script: no slot can be called so (a slot's name is letters and digits). */
const RECOVERY = '+recovery';

/** Something the script can boot: a slot, or the recovery target (name null). */
export interface BootTarget {
  readonly name: string | null;
  readonly boot: Bootable;
}

/** What the last resort tries, in order: the recovery target if there is one, then the slots. */
export function bootTargets({ slots, recovery }: RollbackPlan): readonly BootTarget[] {
  const bootable = slots.flatMap(({ name, boot }) => (boot === null ? [] : [{ name, boot }]));
  return recovery === null ? bootable : [{ name: null, boot: recovery }, ...bootable];
}

/** The part of a script's view that loads and boots: the same for every script that does it itself. */
export function targetsView(plan: TargetPlan, rollback: RollbackPlan): View {
  const targets = bootTargets(rollback);
  return {
    targets: targets.map((target) => targetView(plan, rollback, target)),
    anyFdt: targets.some(({ boot }) => boot.fdt !== null),
    anyInitrd: targets.some(({ boot }) => boot.initrd !== null),
    scans: scans(targets.map(({ boot }) => boot.from)),
    boot: ubootWord(bootCommand(plan.board.arch)),
  };
}

function targetView(plan: TargetPlan, rollback: RollbackPlan, { name, boot }: BootTarget): View {
  return {
    name: ubootWord(name ?? RECOVERY),
    counted: name !== null && rollback.scheme === 'rauc-uboot',
    from: ubootWord(partitionText(boot.from)),
    kernel: ubootWord(boot.kernel),
    fdt: ubootWord(boot.fdt ?? '-'),
    initrd: ubootWord(boot.initrd ?? '-'),
    args: ubootWord(kernelArguments(plan, rollback, boot, name).join(' ')),
  };
}

/** `mmc 1:2`. */
export function partitionText({ interface: kind, device, partition }: UbootPartition): string {
  return `${kind} ${device}:${partition}`;
}

/**
 * The command that starts a kernel: Image on arm64 and riscv, zImage on arm; elsewhere what bootm takes (uImage, FIT).
 * Source: U-Boot 2023.01 cmd/Kconfig (CMD_BOOTI depends on ARM64 || RISCV), cmd/bootz.c, cmd/bootm.c.
 */
export function bootCommand(arch: KernelArch): 'booti' | 'bootz' | 'bootm' {
  if (arch === 'arm64' || arch === 'riscv') return 'booti';
  return arch === 'arm' ? 'bootz' : 'bootm';
}

/** Buses that U-Boot looks at only when told to. Source: U-Boot 2023.01 cmd/{usb,scsi,nvme,virtio,sata}.c. */
const SCANS: Readonly<Record<string, string>> = {
  usb: 'start',
  scsi: 'scan',
  nvme: 'scan',
  virtio: 'scan',
  sata: 'init',
};

function scans(from: readonly UbootPartition[]): readonly View[] {
  return [...new Set(from.map((one) => one.interface))].flatMap((bus) => {
    const how = SCANS[bus];
    return how === undefined ? [] : [{ bus: ubootWord(bus), how: ubootWord(how) }];
  });
}
