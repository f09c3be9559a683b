import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { i6300esb } from '../../catalogue/drivers/i6300esb.js';
import type { Bootable, RollbackPlan, TargetPlan } from '../../plan/types.js';
import { type Arm64Parts, arm64Parts, fetchArm64 } from '../../system/arm64.js';
import { Emulator, EmulatorFault } from '../../system/emulator.js';
import { fetchWith, missingNeeds, type Need, refuseMissing } from '../../system/prepare.js';
import type { BootOrder, MachineKind, StandIn } from '../types.js';
import { type DiskFile, makeDisk, scriptImage } from './uboot-disk.js';
import { mediumOf, mediumStandIn } from './uboot-environment.js';
import { UbootGuest } from './uboot-guest.js';
import { initrd } from './uboot-initrd.js';
import { type MovedScript, movedScript, placesOf, startScript, withoutCounting } from './uboot-script.js';

/** U-Boot for QEMU's `virt`, as Debian's u-boot-qemu installs it. */
const FIRMWARE = '/usr/lib/u-boot/qemu_arm64/u-boot.bin';

const QEMU = 'qemu-system-aarch64';

const NEEDS: readonly Need[] = [
  { command: QEMU, debian: 'qemu-system-arm' },
  { path: FIRMWARE, debian: 'u-boot-qemu' },
  { command: 'setpriv', debian: 'util-linux' },
  { command: 'mkimage', debian: 'u-boot-tools' },
  { command: 'mkenvimage', debian: 'u-boot-tools' },
  { command: 'mcopy', debian: 'mtools' },
];

/** What only fetching needs. */
const FETCHERS: readonly Need[] = [
  { command: 'mmdebstrap', debian: 'mmdebstrap' },
  { command: 'modprobe', debian: 'kmod' },
];

/** QEMU's `virt` for arm64 with a real U-Boot, which runs the generated boot script, and an i6300ESB watchdog. */
export const uboot: MachineKind = { id: 'uboot', standIn, missing, prepare, boot };

/** The disk of a run in its folder; it outlives the machines of the run. */
export function diskOf(folder: string): string {
  return join(folder, 'disk.img');
}

function standIn({ watchdog }: TargetPlan): StandIn {
  const same = watchdog.driver.id === i6300esb.id;
  return {
    machine: 'virt',
    driver: i6300esb.id,
    same,
    proves: same
      ? "The driver is the target's own, its hardware is emulated."
      : `Another watchdog, with the same timeout, resets the machine: the boot script and the counters are shown to work, ${watchdog.driver.id} on the board is not.`,
  };
}

function missing(): readonly string[] {
  const fetched = arm64Parts() === undefined ? ['arm64 kernel, BusyBox and libubootenv'] : [];
  return [...missingNeeds(NEEDS), ...fetched];
}

async function prepare(progress: (text: string) => void): Promise<void> {
  refuseMissing(NEEDS);
  if (arm64Parts() !== undefined) return;
  refuseMissing(FETCHERS);
  await fetchArm64(progress);
}

async function boot(order: BootOrder): Promise<UbootGuest> {
  if (Object.values(order.own).some((path) => path !== undefined))
    throw new EmulatorFault(
      'slots are booted with the fetched kernel and initrd: own ones cannot be used here',
    );
  const added = await prepareDisk(order);
  const machine = new Emulator({
    command: QEMU,
    args: [...MACHINE, ...driveArguments(diskOf(order.folder))],
    shell: false,
    under: order.folder,
  });
  await machine.listen();
  return new UbootGuest(machine, added);
}

const MACHINE = [
  ...['-M', 'virt', '-cpu', 'cortex-a57', '-m', '512', '-nic', 'none'],
  ...['-bios', FIRMWARE],
  ...['-device', 'i6300esb', '-action', 'watchdog=reset'],
];

/** `cache=unsafe`: what the machine has written outlives QEMU, only not the host. */
function driveArguments(disk: string): readonly string[] {
  const drive = `if=none,file=${disk},format=raw,id=disk,cache=unsafe`;
  return ['-drive', drive, '-device', 'virtio-blk-device,drive=disk'];
}

/** Makes the disk of the run, unless it is there: after a power cut a machine goes on with it. */
async function prepareDisk(order: BootOrder): Promise<readonly string[]> {
  const { plan, folder, options } = order;
  const { rollback } = plan;
  const parts = arm64Parts();
  if (rollback === null || parts === undefined) throw new EmulatorFault('there is nothing to boot');
  if (options.append !== undefined) throw new EmulatorFault('kernel arguments are those of the boot script');
  const script = movedScript(artefact(order, 'u-boot/boot.cmd'), placesOf(rollback));
  const disk = diskOf(folder);
  if (!existsSync(disk)) {
    const partial = `${disk}.new`;
    const text = withVariables(artefact(order, 'u-boot/env.txt'), options.environment ?? {});
    const environment = { medium: mediumOf(rollback), environment: text };
    await makeDisk(partial, await partitionsOf(order, rollback, parts, script), environment);
    renameSync(partial, disk);
  }
  return [...script.changes, ...ADDED, ...feederStandIn(plan), ...mediumStandIn(rollback.environment)];
}

/** env.txt with other values. */
function withVariables(text: string, other: Readonly<Record<string, string>>): string {
  const lines = text.split('\n').map((line) => {
    const name = line.split('=')[0] ?? '';
    return name in other ? `${name}=${other[name]}` : line;
  });
  return lines.join('\n');
}

/** What is not on the board, whatever the target. */
const ADDED = [
  "a script of the lab, in the place of the board's own U-Boot, reads the environment from the disk; wd_store writes it there instead of saveenv, which fails in this emulator",
  "the device tree is the emulator's, under the name of the board's",
  "an initrd with BusyBox for both slots: its init loads modules, starts the feeder with the plan's times and runs the generated commit program",
  'the health checks are stand-ins that pass or fail as the scenario says',
];

function feederStandIn({ watchdog }: TargetPlan): readonly string[] {
  const kind = watchdog.feeder.active?.kind;
  if (!watchdog.armed || kind === undefined || kind === 'busybox') return [];
  return [`BusyBox' watchdog feeds in the place of ${kind}: how that feeds is not shown`];
}

function artefact({ artefacts }: BootOrder, path: string): string {
  const found = artefacts.find((one) => one.path === path);
  if (found === undefined) throw new EmulatorFault(`the target has no ${path}`);
  return found.text;
}

async function partitionsOf(
  order: BootOrder,
  rollback: RollbackPlan,
  parts: Arm64Parts,
  script: MovedScript,
): Promise<readonly (readonly DiskFile[])[]> {
  const { folder, options } = order;
  const text = options.script === 'does-not-count' ? withoutCounting(script.text) : script.text;
  const own: readonly DiskFile[] = [
    { path: 'boot.scr', from: await scriptImage(folder, startScript(mediumOf(rollback))) },
    { path: 'wdgen.scr', from: await scriptImage(folder, text) },
  ];
  const tree = await deviceTree(folder);
  const slots = [...rollback.slots, { name: 'recovery', boot: rollback.recovery }];
  const files = slots.flatMap(({ name, boot }) => {
    if (boot === null) return [];
    const user = { ...order, rollback, parts, fault: options.slots?.[name], broken: options.broken };
    return [
      {
        place: placeName(boot),
        files: slotFiles(boot, { kernel: parts.kernel, tree, initrd: initrd(user) }),
      },
    ];
  });
  const places = [...placesOf(rollback).keys()];
  return [
    own,
    ...places.map((place) => files.filter((one) => one.place === place).flatMap((one) => one.files)),
  ];
}

function placeName({ from }: Bootable): string {
  return `${from.interface} ${from.device}:${from.partition}`;
}

interface SlotParts {
  readonly kernel: string;
  readonly tree: Uint8Array;
  readonly initrd: Uint8Array;
}

function slotFiles(boot: Bootable, { kernel, tree, initrd: archive }: SlotParts): readonly DiskFile[] {
  return [
    { path: boot.kernel, from: { file: kernel } },
    ...(boot.initrd === null ? [] : [{ path: boot.initrd, from: archive }]),
    ...(boot.fdt === null ? [] : [{ path: boot.fdt, from: tree }]),
  ];
}

/** The tree that QEMU makes for this very machine: with a firmware it has other devices than without. */
async function deviceTree(folder: string): Promise<Uint8Array> {
  const file = join(folder, 'virt.dtb');
  const args = MACHINE.map((word) => (word === 'virt' ? `virt,dumpdtb=${file}` : word));
  await fetchWith(QEMU, [...args, '-display', 'none'], folder);
  return readFileSync(file);
}
