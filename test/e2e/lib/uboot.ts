import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { Tool } from '../../tools/lib/need.js';

const FIRMWARE = process.env['WDGEN_UBOOT'] ?? '/usr/lib/u-boot/qemu_arm64/u-boot.bin';

/** What the tests with a real U-Boot need. WDGEN_UBOOT names another u-boot.bin for qemu_arm64 than Debian's. */
export const ubootTools: readonly Tool[] = [
  { command: 'qemu-system-aarch64', debian: 'qemu-system-arm' },
  { path: FIRMWARE, debian: 'u-boot-qemu' },
  { command: 'setpriv', debian: 'util-linux' },
  { command: 'mkimage', debian: 'u-boot-tools' },
  { command: 'mcopy', debian: 'mtools' },
  { command: 'sfdisk', debian: 'fdisk' },
];

/** Where the FAT partition of `makeDisk` starts. */
const PARTITION = 1024 * 1024;
/** A machine that says nothing for so long has hung: a test fails then, instead of never ending. */
const SILENCE_MS = 45_000;
const DISK = 40 * 1024 * 1024;

/** A disk with an MBR and one FAT partition, which holds the files. Returns its path. U-Boot calls it virtio 0:1. */
export function makeDisk(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  const disk = join(folder, 'disk.img');
  writeFileSync(disk, '');
  truncateSync(disk, DISK);
  execFileSync('/sbin/sfdisk', ['-q', disk], { input: 'start=2048, type=c, bootable\n', stdio: 'pipe' });
  execFileSync('mformat', ['-i', `${disk}@@${PARTITION}`, '-F', '-T', `${(DISK - PARTITION) / 512}`, '::']);
  const tree = join(folder, 'tree');
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, name)), { recursive: true });
    writeFileSync(join(tree, name), content);
  }
  const tops = [...new Set(Object.keys(files).map((name) => join(tree, name.split('/')[0] ?? name)))];
  execFileSync('mcopy', ['-i', `${disk}@@${PARTITION}`, '-s', '-Q', ...tops, '::/']);
  return disk;
}

/** Replaces, or removes (null), a file on the disk. No machine may be running on it. */
export function changeDisk(disk: string, name: string, content: string | Uint8Array | null): void {
  const image = ['-i', `${disk}@@${PARTITION}`];
  if (content === null) {
    execFileSync('mdel', [...image, `::/${name}`]);
    return;
  }
  const source = `${disk}.new`;
  writeFileSync(source, content);
  execFileSync('mcopy', [...image, '-o', source, `::/${name}`]);
}

/** Copies a file off the disk. */
export function copyFromDisk(disk: string, name: string, target: string): void {
  execFileSync('mcopy', ['-i', `${disk}@@${PARTITION}`, '-n', '-o', `::/${name}`, target]);
}

/** The text of a file on the disk. */
export function readDisk(disk: string, name: string): string {
  return execFileSync('mtype', ['-i', `${disk}@@${PARTITION}`, `::/${name}`], { encoding: 'utf8' });
}

/** A boot.scr, as Buildroot makes it: package/uboot-tools/uboot-tools.mk (HOST_UBOOT_TOOLS_GENERATE_BOOT_SCRIPT). */
export function bootScript(folder: string, text: string): Buffer {
  const source = join(folder, 'script.cmd');
  writeFileSync(source, text);
  const image = join(folder, 'script.scr');
  execFileSync('mkimage', ['-C', 'none', '-A', 'arm64', '-T', 'script', '-d', source, image], {
    stdio: 'pipe',
  });
  return readFileSync(image);
}

/** A U-Boot in QEMU whose console a test reads and types on. */
export class UbootMachine {
  readonly #process: ChildProcess;
  #console = '';
  #read = 0;
  #wake: () => void = () => {};
  #ended = false;

  constructor(disk: string) {
    this.#process = spawn(
      // setpriv has the kernel end the machine with this process, even one that is killed.
      'setpriv',
      [
        ...['--pdeathsig', 'KILL', 'qemu-system-aarch64'],
        ...['-M', 'virt', '-cpu', 'cortex-a57', '-m', '256', '-nic', 'none', '-display', 'none'],
        ...['-serial', 'stdio', '-monitor', 'none', '-bios', FIRMWARE],
        ...['-drive', `if=none,file=${disk},format=raw,id=disk,cache=unsafe`],
        ...['-device', 'virtio-blk-device,drive=disk'],
      ],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    this.#process.stdout?.setEncoding('latin1').on('data', (text: string) => {
      this.#console += text;
      this.#wake();
    });
    this.#process.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** Everything that was printed so far. */
  get console(): string {
    return this.#console;
  }

  /** Waits for output, or the end. True when neither came. */
  #somethingNew(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(true), SILENCE_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(false);
      };
    });
  }

  /** The next text on the console up to what `end` matches. Throws when the machine ends before it. */
  async #until(end: RegExp): Promise<string> {
    for (;;) {
      const rest = this.#console.slice(this.#read);
      const found = end.exec(rest);
      if (found !== null) {
        this.#read += found.index + found[0].length;
        return rest.slice(0, found.index);
      }
      if (this.#ended) throw new Error(`the machine has ended before ${end}:\n${rest}`);
      const silent = await this.#somethingNew();
      if (silent) throw new Error(`nothing more for ${SILENCE_MS} ms, and no ${end}:\n${rest}`);
    }
  }

  #atPrompt = false;

  /** Types one line at the prompt; stops the countdown first when the machine has just been started or reset. */
  async #send(line: string): Promise<void> {
    if (!this.#atPrompt) {
      await this.#until(/Hit any key to stop autoboot/);
      this.#process.stdin?.write('\r');
      await this.#until(/=> /);
    }
    this.#atPrompt = false;
    this.#process.stdin?.write(`${line}\r`);
    await this.#until(/\r?\n/);
  }

  /** Types a line and returns what the console shows up to the next countdown (`reset`) or prompt (`prompt`). */
  async type(line: string): Promise<{ readonly text: string; readonly end: 'reset' | 'prompt' }> {
    await this.#send(line);
    const text = await this.#until(/(?=Hit any key to stop autoboot|^=> )/m);
    this.#atPrompt = this.#console.startsWith('=> ', this.#read);
    if (this.#atPrompt) this.#read += 3;
    return { text: text.replaceAll('\r', ''), end: this.#atPrompt ? 'prompt' : 'reset' };
  }

  /** Types a line and returns what the console shows up to `end`. */
  async typeUntil(line: string, end: RegExp): Promise<string> {
    await this.#send(line);
    return (await this.#until(end)).replaceAll('\r', '');
  }

  /** Switches the machine off, and waits until it has let go of its disk. */
  async stop(): Promise<void> {
    if (this.#ended) return;
    const closed = new Promise((resolve) => this.#process.once('close', resolve));
    this.#process.kill('SIGKILL');
    await closed;
  }
}
