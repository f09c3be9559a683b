import { hash } from 'node:crypto';
import { closeSync, constants, copyFileSync, mkdtempSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { type Accelerator, accelerator } from '../../system/accelerator.js';
import { Emulator, EmulatorFault } from '../../system/emulator.js';
import { missingForPc, type PcImages, pcImages, preparePc } from '../prepare-pc.js';
import type { BootOrder, MachineKind } from '../types.js';
import { type Put, withFolders, writeArchive } from './pc-archive.js';
import { panicSeconds, pcDriver, pcModules, pcStandIn } from './pc-driver.js';
import { PcGuest } from './pc-guest.js';
import { lay } from './pc-lay.js';
import type { WantedFile } from './pc-wanted.js';

/** A PC whose watchdog is the TCO timer of its chipset, or an Intel 6300ESB. */
export const pc = {
  id: 'pc',
  takes: ['kernel', 'initrd', 'image'],
  accelerates: true,
  standIn: pcStandIn,
  missing: missingForPc,
  prepare: async (progress) => {
    await preparePc(progress);
  },
  boot: bootPc,
} as const satisfies MachineKind;

/** Starts it. Throws an EmulatorFault when nothing has been fetched, or QEMU does not start. */
export async function bootPc(order: BootOrder): Promise<PcGuest> {
  const folder = mkdtempSync(join(order.folder, 'pc-'));
  const { args, said } = await accelerated(order);
  const gdb = join(folder, 'gdb');
  const { start, added } = finished(order) ? ownStart(order, gdb) : fetchedStart(order, folder, gdb);
  const machine = new Emulator({
    command: QEMU,
    args: [...args, ...pcArguments(start)],
    shell: true,
    under: order.folder,
  });
  await machine.listen();
  const own = finished(order) ? inImage(order) : undefined;
  return new PcGuest({ machine, added: [...added, ...hardware(order)], emulation: said, gdb, own });
}

/** The generated files that have to be in an image, so that it is this target's. */
function inImage({ artefacts }: BootOrder): readonly WantedFile[] {
  return artefacts
    .filter(({ path }) => path.startsWith('rootfs/'))
    .map(({ path, text, mode }) => ({
      path: path.slice('rootfs'.length),
      sha256: hash('sha256', text, 'hex'),
      executable: (mode & 0o111) !== 0,
    }));
}

const QEMU = 'qemu-system-x86_64';
const probed = new Map<string, Promise<Accelerator>>();

/** Tried once for all machines. */
function accelerated({ acceleration }: BootOrder): Promise<Accelerator> {
  const found = probed.get(acceleration) ?? accelerator(acceleration, { qemu: QEMU });
  probed.set(acceleration, found);
  return found;
}

/** Whether user space is the user's own, so that nothing is laid into it. */
function finished({ own: { initrd, image } }: BootOrder): boolean {
  return initrd !== undefined || image !== undefined;
}

interface Prepared {
  readonly start: PcStart;
  readonly added: readonly string[];
}

function ownStart({ own, options, ...order }: BootOrder, gdb: string): Prepared {
  const noRoot = options.broken === 'no-root';
  const kernel = own.kernel ?? (own.image === undefined || noRoot ? pcImages()?.kernel : undefined);
  return {
    start: {
      ...{ order: { ...order, options }, gdb, memory: MEMORY.systemd, kernel: kernel ?? null },
      initrd: noRoot ? null : (own.initrd ?? null),
      disk: noRoot ? null : (own.image ?? null),
    },
    added: ['your image as it is, which needs a driver of this watchdog and a root shell on ttyS1'],
  };
}

function fetchedStart(order: BootOrder, folder: string, gdb: string): Prepared {
  const images = pcImages();
  if (images === undefined) throw new EmulatorFault('nothing has been fetched yet: --prepare');
  const { kernel } = order.own;
  const laid = lay(order, kernel === undefined ? pcModules(order.plan, images.modules) : []);
  const initrd = order.options.broken === 'no-root' ? null : join(folder, 'initramfs');
  if (initrd !== null) pack(initrd, images[laid.base], laid.files);
  const yours = 'your kernel, which has the driver of this watchdog built in or none';
  return {
    start: { order, kernel: kernel ?? images.kernel, initrd, disk: null, gdb, memory: MEMORY[laid.base] },
    added: kernel === undefined ? laid.added : [yours, ...laid.added],
  };
}

/** Megabytes: the unpacked root and its archive are in memory together for a moment. */
const MEMORY = { small: 256, systemd: 768 } as const satisfies Record<
  keyof Pick<PcImages, 'small' | 'systemd'>,
  number
>;

/**
 * `no_timer_check`: the kernel counts timer interrupts for a moment and stops where too few came, which happens to an emulator
 * without a processor; KVM's guests leave the check out by themselves. Source: linux Documentation/admin-guide/kernel-parameters.txt.
 */
const CONSOLE = ['console=ttyS0', 'quiet', 'no_timer_check'];

/** What a PC is started from. */
export interface PcStart {
  readonly order: Pick<BootOrder, 'plan' | 'options'>;
  /** null: the disk boots itself. */
  readonly kernel: string | null;
  readonly initrd: string | null;
  /** A disk that is never written to. */
  readonly disk: string | null;
  /** The socket of the gdb stub. */
  readonly gdb: string;
  readonly memory: number;
}

/**
 * QEMU's arguments. `noreboot=off`: otherwise the model keeps the strap set that stops the TCO timer from resetting. One
 * processor: a lock-up of it is one of the machine.
 */
export function pcArguments({ order, kernel, initrd, disk, gdb, memory }: PcStart): readonly string[] {
  const { plan, options } = order;
  const append = [...CONSOLE, `panic=${panicSeconds(plan)}`, ...(options.append ?? [])];
  const add = pcDriver(plan) === 'i6300esb' ? ['-device', 'i6300esb'] : [];
  return [
    ...['-M', 'q35', '-smp', '1', '-m', String(memory)],
    ...['-nic', 'none', '-monitor', 'none', '-action', 'watchdog=reset'],
    ...['-global', 'ICH9-LPC.noreboot=off', ...add],
    ...['-gdb', `unix:${gdb},server=on,wait=off`],
    ...(disk === null ? [] : ['-drive', `file=${disk.replaceAll(',', ',,')},if=virtio,snapshot=on`]),
    ...(initrd === null ? [] : ['-initrd', initrd]),
    ...(kernel === null ? [] : ['-kernel', kernel, '-append', append.join(' ')]),
  ];
}

function hardware({ plan }: BootOrder): readonly string[] {
  const panic = `panic=${panicSeconds(plan)} and no_timer_check on the kernel's command line`;
  return pcDriver(plan) === 'i6300esb' ? ['an i6300esb on the bus', panic] : [panic];
}

function pack(initrd: string, base: string, files: readonly Put[]): void {
  copyFileSync(base, initrd, constants.COPYFILE_FICLONE);
  const opened = openSync(initrd, 'a');
  try {
    writeArchive(opened, withFolders(files));
  } finally {
    closeSync(opened);
  }
}
