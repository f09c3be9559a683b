import type { RollbackPlan } from '../../plan/types.js';
import type { Medium } from './uboot-environment.js';

/** Places of the board and what they are on the emulator's disk: `mmc 1:2` -> `virtio 0:2`. */
export type Places = ReadonlyMap<string, string>;

/** The first partition is the emulator's own; each place of the board gets one of the others. */
export function placesOf({ slots, recovery }: RollbackPlan): Places {
  const all = [...slots.map(({ boot }) => boot), recovery].flatMap((boot) =>
    boot === null ? [] : [boot.from],
  );
  const names = all.map(({ interface: bus, device, partition }) => `${bus} ${device}:${partition}`);
  return new Map([...new Set(names)].map((name, index) => [name, `virtio 0:${index + 2}`]));
}

/** A boot script for the emulator, and each line of it that is another one there. */
export interface MovedScript {
  readonly text: string;
  readonly changes: readonly string[];
}

/**
 * The generated script with the board's partitions and serial line replaced: Debian's U-Boot for QEMU knows no MMC. The
 * rest is the same byte for byte.
 */
export function movedScript(text: string, places: Places): MovedScript {
  const changes: string[] = [];
  const lines = text.split('\n').map((line) => {
    const moved = movedLine(line, places);
    if (moved !== line) changes.push(`boot.cmd: ${differing(line, moved)}`);
    return moved;
  });
  return { text: lines.join('\n'), changes: [...new Set(changes)] };
}

function movedLine(line: string, places: Places): string {
  const from = /^\s*wd_from='(.*)'$/.exec(line)?.[1];
  if (from !== undefined) return line.replace(from, places.get(from) ?? from);
  return /^\s*wd_args=/.test(line) ? line.replaceAll(/(?<=[' ])console=[^ ']+/g, 'console=ttyAMA0') : line;
}

function differing(line: string, moved: string): string {
  const wordsOf = (one: string) =>
    one
      .trim()
      .replace("wd_args='", '')
      .split(/ (?=\w+=)/);
  const [words, pairs] = [wordsOf(moved), wordsOf(line)];
  const other = pairs.flatMap((word, index) => (word === words[index] ? [] : [`${word} is ${words[index]}`]));
  return other.join(', ');
}

/** Takes out of a script what counts down, as a script would be that somebody forgot it in. */
export function withoutCounting(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*setenv BOOT_\$\{wd_try\}_LEFT \$\{wd_next\}$/.test(line))
    .join('\n');
}

/** Free memory of the machine, hexadecimal: two copies as they were read, one to write, a flag and two checksums. */
const MEMORY = { copies: [0x5800_0000, 0x5810_0000], own: 0x5820_0000, flag: 0x5830_0000 } as const;
const BLOCK = 512;

/**
 * What runs before the generated script, in the place of the board's own U-Boot: it reads the environment from the same
 * offsets of the disk, both copies of a redundant one with its checksums and flags, and gives `wd_store`, with which
 * the generated script saves, the command that writes it there: `saveenv` fails in QEMU 7.2.
 * Source: U-Boot 2023.01 env/common.c (env_check_redund), include/env_internal.h (struct environment_s).
 */
export function startScript(medium: Medium): string {
  const lines = medium.offsets.length > 1 ? redundantStart(medium) : plainStart(medium);
  return [
    'echo "[lab] U-Boot"',
    'virtio scan',
    'virtio dev 0',
    // Each start may have the device tree somewhere else, and a stored environment holds the place of an older one.
    'lab_dtb=${fdtcontroladdr}',
    ...lines,
    'setenv fdtcontroladdr ${lab_dtb}',
    // U-Boot for QEMU has none: between the kernel's place and the initrd's.
    'setenv fdt_addr_r 43000000',
    'load virtio 0:1 ${pxefile_addr_r} wdgen.scr',
    'source ${pxefile_addr_r}',
    '',
  ].join('\n');
}

function plainStart({ size, offsets }: Medium): readonly string[] {
  const [from = ''] = MEMORY.copies.map(hex);
  const place = `${hex(Number(offsets[0]) / BLOCK)} ${hex(size / BLOCK)}`;
  return [
    `virtio read ${from} ${place}`,
    `env import -c ${from} ${hex(size)}`,
    `setenv wd_store 'env export -c -s ${hex(size)} ${from} && virtio write ${from} ${place}'`,
  ];
}

function redundantStart({ size, offsets }: Medium): readonly string[] {
  const [one = 0, two = 0] = MEMORY.copies;
  const blocks = offsets.map((offset) => hex(offset / BLOCK));
  const data = hex(size - 5);
  const { own, flag } = MEMORY;
  const read = MEMORY.copies.flatMap((at, index) => [
    `virtio read ${hex(at)} ${blocks[index]} ${hex(size / BLOCK)}`,
    `lab_ok${index + 1}=no`,
    checksum(at, size, flag + 16),
    `if cmp.b ${hex(flag + 16)} ${hex(at)} 4; then lab_ok${index + 1}=yes; fi`,
  ]);
  const newer = `itest.b *${hex(two + 4)} > *${hex(one + 4)}`;
  const wrapped = (before: number, after: number) =>
    `itest.b *${hex(before + 4)} == ff && itest.b *${hex(after + 4)} == 0`;
  const take = (at: number, next: string | undefined) =>
    `env import -b ${hex(at + 5)} ${data}; cp.b ${hex(at + 4)} ${hex(flag)} 1; lab_put=${next}`;
  const save = [
    `if env export -b -s ${data} ${hex(own + 5)}`,
    `&& setexpr.b lab_flag *${hex(flag)} + 1 && mw.b ${hex(own + 4)} \${lab_flag}`,
    `&& ${checksum(own, size, own)} && virtio write ${hex(own)} \${lab_put} ${hex(size / BLOCK)}; then`,
    `cp.b ${hex(own + 4)} ${hex(flag)} 1;`,
    `if test \${lab_put} = ${blocks[0]}; then lab_put=${blocks[1]}; else lab_put=${blocks[0]}; fi;`,
    'true; else false; fi',
  ];
  return [
    ...read,
    'lab_take=none',
    'if test ${lab_ok2} = yes; then lab_take=2; fi',
    'if test ${lab_ok1} = yes; then lab_take=1; fi',
    'if test ${lab_ok1}${lab_ok2} = yesyes; then',
    `if ${newer}; then lab_take=2; fi`,
    `if ${wrapped(one, two)}; then lab_take=2; fi`,
    `if ${wrapped(two, one)}; then lab_take=1; fi`,
    'fi',
    `mw.b ${hex(flag)} 0`,
    `lab_put=${blocks[0]}`,
    `if test \${lab_take} = 1; then ${take(one, blocks[1])}; fi`,
    `if test \${lab_take} = 2; then ${take(two, blocks[0])}; fi`,
    'echo "[lab] environment: copy ${lab_take}"',
    `setenv wd_store '${save.join(' ')}'`,
  ];
}

/** Writes a copy's CRC-32 to `to`. U-Boot's command stores it big-endian, its environment holds it little-endian. */
function checksum(copy: number, size: number, to: number): string {
  const other = MEMORY.flag + 32;
  const swap = [0, 1, 2, 3].map((byte) => `cp.b ${hex(other + byte)} ${hex(to + 3 - byte)} 1`);
  return [`crc32 ${hex(copy + 5)} ${hex(size - 5)} ${hex(other)}`, ...swap].join(' && ');
}

function hex(number: number): string {
  return number.toString(16);
}
