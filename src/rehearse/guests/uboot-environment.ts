import { crc32 } from 'node:zlib';
import type { EnvironmentPlan, RollbackPlan } from '../../plan/types.js';

/** Where the environment lies on the emulator's disk. Bytes. */
export interface Medium {
  readonly size: number;
  /** One place, or two for a redundant environment. */
  readonly offsets: readonly number[];
}

const DEFAULT: Medium = { size: 0x4000, offsets: [0x3f_8000] };

/**
 * The same offsets and size as on the board; a file in a FAT partition gets a place of its own, as raw bytes. A flash
 * is a disk here.
 */
export function mediumOf({ environment }: RollbackPlan): Medium {
  if (environment === null) return DEFAULT;
  if (environment.medium === 'fat') return { ...DEFAULT, size: environment.size };
  const { offset, redundantOffset, size } = environment;
  return { size, offsets: redundantOffset === null ? [offset] : [offset, redundantOffset] };
}

/** What stands in for the medium; nothing when it is raw MMC, at the same offsets. */
export function mediumStandIn(environment: EnvironmentPlan | null): readonly string[] {
  if (environment?.medium === 'mmc') return [];
  const was = environment?.medium === 'fat' ? 'a file in a FAT partition' : 'a SPI flash';
  return [`U-Boot's environment lies on the disk as raw bytes, not in ${was}: how that behaves is not shown`];
}

/** A copy of an environment: CRC-32 (4 bytes), a flag where it is redundant, `name=value` texts with NUL, padding. */
interface Copy {
  readonly flag: number;
  readonly variables: ReadonlyMap<string, string>;
}

/** U-Boot's variables as they are on the disk; undefined when no copy is whole, so that U-Boot takes its defaults. */
export function readEnvironment(
  disk: Uint8Array,
  { size, offsets }: Medium,
): Record<string, string> | undefined {
  const redundant = offsets.length > 1;
  const copies = offsets.flatMap((offset) => copyOf(disk.subarray(offset, offset + size), redundant) ?? []);
  const [first, second] = copies;
  const chosen = first === undefined || second === undefined || !isNewer(second, first) ? first : second;
  return chosen === undefined ? undefined : Object.fromEntries(chosen.variables);
}

/** 255 is followed by 0. Source: U-Boot 2023.01 env/common.c (env_check_redund). */
function isNewer(one: Copy, other: Copy): boolean {
  if (one.flag === 255 && other.flag === 0) return false;
  if (other.flag === 255 && one.flag === 0) return true;
  return one.flag > other.flag;
}

/** Source: U-Boot 2023.01 include/env_internal.h (struct environment_s), little-endian. */
function copyOf(bytes: Uint8Array, redundant: boolean): Copy | undefined {
  const data = Buffer.from(bytes.subarray(redundant ? 5 : 4));
  if (Buffer.from(bytes).readUInt32LE(0) !== crc32(data)) return undefined;
  const texts = data.toString('latin1').split('\0\0')[0]?.split('\0') ?? [];
  const pairs = texts.map(
    (text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)] as const,
  );
  return { flag: redundant ? (bytes[4] ?? 0) : 0, variables: new Map(pairs) };
}
