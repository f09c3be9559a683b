import { closeSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fetchWith } from '../../system/prepare.js';
import type { Medium } from './uboot-environment.js';

/** A file of a partition: bytes, or the path of a file to copy. */
export interface DiskFile {
  /** `boot/Image`. */
  readonly path: string;
  readonly from: Uint8Array | { readonly file: string };
}

const MIB = 1024 * 1024;
const BLOCK = 512;
/** An MBR has four partitions. */
export const MOST_PARTITIONS = 4;

/** Makes a disk of FAT partitions; the environment's place, from `env.txt`, is before them. */
export async function makeDisk(
  disk: string,
  partitions: readonly (readonly DiskFile[])[],
  { medium, environment }: { readonly medium: Medium; readonly environment: string },
): Promise<void> {
  const folder = dirname(disk);
  const sizes = partitions.map((files) => Math.ceil(sizeOf(files) / MIB) * MIB + 40 * MIB);
  const end = Math.max(...medium.offsets) + medium.size;
  const first = Math.ceil(end / MIB) * MIB + MIB;
  const starts = sizes.map((_, index) => first + sizes.slice(0, index).reduce((sum, size) => sum + size, 0));
  writeFileSync(disk, partitionTable(starts, sizes));
  truncateSync(disk, first + sizes.reduce((sum, size) => sum + size, 0));
  writeAt(disk, Number(medium.offsets[0]), await environmentImage(folder, environment, medium));
  for (const [index, files] of partitions.entries())
    await fillPartition(disk, { start: starts[index] ?? 0, size: sizes[index] ?? 0 }, files);
}

/** A script in U-Boot's image format. */
export async function scriptImage(folder: string, text: string): Promise<Buffer> {
  const [source, image] = [join(folder, 'script.cmd'), join(folder, 'script.scr')];
  writeFileSync(source, text);
  await fetchWith('mkimage', ['-C', 'none', '-A', 'arm64', '-T', 'script', '-d', source, image], folder);
  return readFileSync(image);
}

async function environmentImage(folder: string, text: string, medium: Medium): Promise<Buffer> {
  const [source, image] = [join(folder, 'env.txt'), join(folder, 'env.bin')];
  writeFileSync(source, text);
  const redundant = medium.offsets.length > 1 ? ['-r'] : [];
  await fetchWith('mkenvimage', [...redundant, '-s', String(medium.size), '-o', image, source], folder);
  return readFileSync(image);
}

interface Extent {
  readonly start: number;
  readonly size: number;
}

async function fillPartition(
  disk: string,
  { start, size }: Extent,
  files: readonly DiskFile[],
): Promise<void> {
  const folder = dirname(disk);
  const image = ['-i', `${disk}@@${start}`];
  await fetchWith('mformat', [...image, '-F', '-T', String(size / BLOCK), '::'], folder);
  for (const path of foldersOf(files)) await fetchWith('mmd', [...image, `::/${path}`], folder);
  for (const { path, from } of files) {
    const file = 'file' in from ? from.file : join(folder, 'content');
    if (!('file' in from)) writeFileSync(file, from);
    await fetchWith('mcopy', [...image, '-Q', file, `::/${path}`], folder);
  }
}

function foldersOf(files: readonly DiskFile[]): readonly string[] {
  const all = files.flatMap(({ path }) => {
    const words = path.split('/').filter((word) => word !== '');
    return words.slice(0, -1).map((_, index) => words.slice(0, index + 1).join('/'));
  });
  return [...new Set(all)];
}

function sizeOf(files: readonly DiskFile[]): number {
  const sizes = files.map(({ from }) => ('file' in from ? readFileSync(from.file).length : from.length));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** An MBR with FAT32 partitions (type 0x0c), the first one bootable: U-Boot searches that one for boot.scr. */
function partitionTable(starts: readonly number[], sizes: readonly number[]): Buffer {
  const table = Buffer.alloc(BLOCK);
  for (const [index, start] of starts.entries()) {
    const at = 0x1be + index * 16;
    table[at] = index === 0 ? 0x80 : 0;
    table[at + 4] = 0x0c;
    table.writeUInt32LE(start / BLOCK, at + 8);
    table.writeUInt32LE((sizes[index] ?? 0) / BLOCK, at + 12);
  }
  table.writeUInt16LE(0xaa55, 510);
  return table;
}

function writeAt(disk: string, at: number, bytes: Uint8Array): void {
  const file = openSync(disk, 'r+');
  try {
    writeSync(file, bytes, 0, bytes.length, at);
  } finally {
    closeSync(file);
  }
}
