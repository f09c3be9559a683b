import { closeSync, constants, copyFileSync, mkdtempSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Emulator, EmulatorFault } from '../../system/emulator.js';
import { missingForPc, type PcImages, pcImages, preparePc } from '../prepare-pc.js';
import type { BootOrder, MachineKind } from '../types.js';
import { type Put, withFolders, writeArchive } from './pc-archive.js';
import { panicSeconds, pcDriver, pcModules, pcStandIn } from './pc-driver.js';
import { PcGuest } from './pc-guest.js';
import { lay } from './pc-lay.js';

/** A PC whose watchdog is the TCO timer of its chipset, or an Intel 6300ESB. */
export const pc = {
  id: 'pc',
  standIn: pcStandIn,
  missing: missingForPc,
  prepare: async (progress) => {
    await preparePc(progress);
  },
  boot: bootPc,
} as const satisfies MachineKind;

/** Starts it. Throws an EmulatorFault when nothing has been fetched, or QEMU does not start. */
export async function bootPc(order: BootOrder): Promise<PcGuest> {
  const images = pcImages();
  if (images === undefined) throw new EmulatorFault('nothing has been fetched yet: --prepare');
  const folder = mkdtempSync(join(order.folder, 'pc-'));
  const laid = lay(order, pcModules(order.plan, images.modules));
  const initrd = join(folder, 'initramfs');
  if (order.options.broken !== 'no-root') pack(initrd, images[laid.base], laid.files);
  const gdb = join(folder, 'gdb');
  const start = { order, kernel: images.kernel, initrd, gdb, memory: MEMORY[laid.base] };
  const machine = new Emulator({
    command: 'qemu-system-x86_64',
    args: pcArguments(start),
    shell: true,
    under: order.folder,
  });
  await machine.listen();
  return new PcGuest(machine, [...laid.added, ...hardware(order)], gdb);
}

/** Megabytes: the unpacked root and its archive are in memory together for a moment. */
const MEMORY = { small: 256, systemd: 768 } as const satisfies Record<
  keyof Pick<PcImages, 'small' | 'systemd'>,
  number
>;

/** What a PC is started from. */
export interface PcStart {
  readonly order: Pick<BootOrder, 'plan' | 'options'>;
  readonly kernel: string;
  readonly initrd: string;
  /** The socket of the gdb stub. */
  readonly gdb: string;
  readonly memory: number;
}

/**
 * QEMU's arguments. `noreboot=off`: otherwise the model keeps the strap set that stops the TCO timer from resetting. One
 * processor: a lock-up of it is one of the machine.
 */
export function pcArguments({ order, kernel, initrd, gdb, memory }: PcStart): readonly string[] {
  const { plan, options } = order;
  const append = ['console=ttyS0', 'quiet', `panic=${panicSeconds(plan)}`, ...(options.append ?? [])];
  const add = pcDriver(plan) === 'i6300esb' ? ['-device', 'i6300esb'] : [];
  return [
    ...['-M', 'q35', '-accel', 'tcg', '-smp', '1', '-m', String(memory)],
    ...['-nic', 'none', '-monitor', 'none', '-action', 'watchdog=reset'],
    ...['-global', 'ICH9-LPC.noreboot=off', ...add],
    ...['-gdb', `unix:${gdb},server=on,wait=off`],
    ...['-kernel', kernel, ...(options.broken === 'no-root' ? [] : ['-initrd', initrd])],
    ...['-append', append.join(' ')],
  ];
}

function hardware({ plan }: BootOrder): readonly string[] {
  const panic = `panic=${panicSeconds(plan)} on the kernel's command line`;
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
