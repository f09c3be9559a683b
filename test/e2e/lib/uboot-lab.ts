import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { artefactsOf } from '../../../src/backends/index.js';
import type { Bootable, RollbackPlan, SlotPlan, TargetPlan } from '../../../src/plan/types.js';
import { rock64Fixture } from '../../lib/plan-rollback.js';
import { resettingKernel } from './arm64-image.js';
import { bootScript, makeDisk, readDisk, UbootMachine } from './uboot.js';

/** A boot target on the disk of the emulator. */
export function onDisk(name: string): Bootable {
  const from = { interface: 'virtio', device: 0, partition: '1' };
  return { from, kernel: `${name}/Image`, initrd: null, fdt: null, root: `PARTLABEL=root-${name}` };
}

function slot(name: string): SlotPlan {
  return { name, boot: onDisk(name), device: '/dev/vda1', type: 'ext4' };
}

/** rock64's rollback with its slots on the disk of the emulator: everything else is as on the board. */
export function labPlan(rollback: Partial<RollbackPlan> = {}, more: Partial<TargetPlan> = {}): TargetPlan {
  const bootargs: readonly string[] = [];
  return {
    ...rock64Fixture({ rollback: { slots: [slot('A'), slot('B')], bootargs, ...rollback } }),
    ...more,
  };
}

/** The text of one generated file. */
export function generated(plan: TargetPlan, path: string): string {
  const found = artefactsOf(plan).find((one) => one.path === path);
  if (found === undefined) throw new Error(`nothing generates ${path}`);
  return found.text;
}

/** The environment is a text file on the disk: saveenv to pflash fails in QEMU 7.2 (flash buffer write timeout). */
export const STORE = [
  'env export -t ${pxefile_addr_r}',
  'fatwrite virtio 0:1 ${pxefile_addr_r} uenv.txt ${filesize}',
].join(' && ');

/** Sets the board's part up, then runs the generated script, byte for byte. */
const START = [
  'virtio scan',
  'load virtio 0:1 ${pxefile_addr_r} uenv.txt && env import -t ${pxefile_addr_r} ${filesize}',
  `setenv wd_store '${STORE}'`,
];
const GO = 'virtio scan; load virtio 0:1 ${scriptaddr} go.scr; source ${scriptaddr}';
const RUN = ['load virtio 0:1 ${ramdisk_addr_r} boot.scr', 'source ${ramdisk_addr_r}'];

export interface LabSetup {
  readonly plan: TargetPlan;
  /** Variables at the start; none = no environment at all. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Kernels on the disk by slot; default: A and B. */
  readonly kernels?: readonly string[];
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Instead of START. */
  readonly start?: readonly string[];
  /** Lines before the script runs, after START. */
  readonly before?: readonly string[];
  /** Instead of RUN. */
  readonly run?: readonly string[];
}

/** A machine with the generated script on its disk. */
export class UbootLab {
  readonly disk: string;
  #machine: UbootMachine;

  constructor(
    t: Test,
    { plan, variables, kernels = ['A', 'B'], files, start = START, before = [], run = RUN }: LabSetup,
  ) {
    const folder = mkdtempSync(join(tmpdir(), 'wdgen-uboot-'));
    const lines = Object.entries(variables ?? {}).map(([name, value]) => `${name}=${value}\n`);
    this.disk = makeDisk(folder, {
      'boot.scr': bootScript(folder, generated(plan, 'u-boot/boot.cmd')),
      'go.scr': bootScript(folder, [...start, ...before, ...run, ''].join('\n')),
      ...(variables === undefined ? {} : { 'uenv.txt': lines.join('') }),
      ...Object.fromEntries(kernels.map((name) => [`${name}/Image`, resettingKernel(`[kernel ${name}]`)])),
      ...files,
    });
    this.#machine = new UbootMachine(this.disk);
    t.teardown(async () => {
      await this.#machine.stop();
      rmSync(folder, { recursive: true, force: true });
    });
  }

  /** Boots once, after a command of the test's own: up to the reset that the kernel or the script asks for. */
  async boot(first = 'true'): Promise<LabBoot> {
    const { text, end } = await this.#machine.type(`${first}; ${GO}`);
    if (end !== 'reset') throw new Error(`U-Boot is at its prompt:\n${text}`);
    return readBoot(text);
  }

  /** Boots until the console shows `end`; the machine is off then. */
  async bootUntil(end: RegExp): Promise<string> {
    const text = await this.#machine.typeUntil(GO, end);
    await this.#machine.stop();
    return text;
  }

  /** Switches off, lets `change` work on the disk, and switches on again. */
  async changed(change: (disk: string) => void): Promise<void> {
    await this.#machine.stop();
    change(this.disk);
    this.#machine = new UbootMachine(this.disk);
  }

  /** The variables as they are on the disk: those of the script and those of its own. Switches the machine off. */
  async stored(): Promise<Record<string, string>> {
    await this.#machine.stop();
    return parseEnvironment(readDisk(this.disk, 'uenv.txt'));
  }
}

/** One boot as the console shows it. */
export interface LabBoot {
  /** The kernels that ran: one, or none when the script reset the machine. */
  readonly kernel: string | null;
  /** Kernel arguments from root= on. */
  readonly args: string;
  readonly text: string;
}

/** Reads what a `resettingKernel` printed. */
export function readBoot(text: string): LabBoot {
  const found = /\[kernel (\w+)\] (.*)/.exec(text);
  return { kernel: found?.[1] ?? null, args: found?.[2] ?? '', text };
}

/** `name=value` lines, without `wd_store`, which the lab sets itself. */
export function parseEnvironment(text: string): Record<string, string> {
  const lines = text
    .split(/[\n\0]/)
    .filter((line) => /^(BOOT_|wd_|bootcount|bootlimit|upgrade_|altboot)/.test(line));
  const pairs = lines.map(
    (line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const,
  );
  return Object.fromEntries(pairs.filter(([name]) => name !== 'wd_store'));
}
