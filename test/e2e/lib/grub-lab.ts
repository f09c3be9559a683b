import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Test } from 'tap';
import type { Tool } from '../../tools/lib/need.js';

/** GRUB as a program of this machine (`grub-emu`): its own shell, its own disk and FAT code, on a disk image. */
export const grubTools: readonly Tool[] = [
  { command: 'grub-emu', debian: 'grub-emu' },
  { command: 'grub-editenv', debian: 'grub-common' },
  { command: 'mformat', debian: 'mtools' },
];

export type Variables = Readonly<Record<string, string>>;

/** A disk with an environment block in each of some folders, which the real GRUB reads and writes. */
export class GrubDisk {
  readonly #folder: string;
  readonly #image: string;

  constructor(t: Test) {
    this.#folder = t.testdir({ host: {}, env: {} });
    this.#image = join(this.#folder, 'disk.img');
    writeFileSync(join(this.#folder, 'device.map'), `(hd0) ${this.#image}\n`);
    execFileSync('mformat', ['-i', this.#image, '-C', '-f', '2880', '::']);
  }

  /** Makes an environment in each folder of (hd0)/env: with the real grub-editenv, or of these bytes. */
  put(environments: Readonly<Record<string, Variables | Buffer>>): void {
    for (const [folder, content] of Object.entries(environments)) {
      const file = join(this.#folder, 'env', folder, 'grubenv');
      mkdirSync(dirname(file));
      if (Buffer.isBuffer(content)) writeFileSync(file, content);
      else makeBlock(file, content);
    }
    execFileSync('mcopy', ['-s', '-i', this.#image, join(this.#folder, 'env'), '::/']);
  }

  /** Runs a configuration; what GRUB writes on its console, without the colours. */
  run(config: string): string {
    writeFileSync(join(this.#folder, 'host/grub.cfg'), config);
    const { stdout, stderr, signal } = spawnSync(
      'grub-emu',
      ['-m', join(this.#folder, 'device.map'), '-d', join(this.#folder, 'host'), '-r', 'host'],
      { input: '', encoding: 'latin1', timeout: 60_000, maxBuffer: 1 << 26 },
    );
    if (signal !== null) throw new Error(`grub-emu: ${signal} ${stderr}\n${stdout.slice(-2000)}`);
    return stdout.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '');
  }

  /** What the real grub-editenv reads in each folder; null where it refuses to. */
  read(folders: readonly string[]): readonly (Variables | null)[] {
    const out = join(this.#folder, 'out');
    mkdirSync(out);
    execFileSync('mcopy', ['-s', '-i', this.#image, '::/env', out]);
    return folders.map((folder) => readBlock(join(out, 'env', folder, 'grubenv')));
  }
}

/** What `grub-editenv create` makes. */
const EMPTY = '# GRUB Environment Block\n'.padEnd(1024, '#');

function makeBlock(file: string, variables: Variables): void {
  writeFileSync(file, EMPTY);
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  execFileSync('grub-editenv', [file, 'set', ...settings]);
}

function readBlock(file: string): Variables | null {
  const { status, stdout } = spawnSync('grub-editenv', [file, 'list'], { encoding: 'utf8' });
  if (status !== 0) return null;
  const lines = stdout.split('\n').filter((line) => line.includes('='));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
