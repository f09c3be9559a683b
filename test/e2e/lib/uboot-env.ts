import { crc32 } from 'node:zlib';

/** A copy of a redundant environment: CRC-32 (4 bytes), flag (1 byte), `name=value` texts with NUL, padding. */
export interface Copy {
  readonly valid: boolean;
  readonly flag: number;
  readonly variables: ReadonlyMap<string, string>;
}

/** Reads one copy, on a little-endian machine. Source: U-Boot 2023.01 include/env_internal.h (struct environment_s). */
export function readCopy(bytes: Uint8Array): Copy {
  const data = Buffer.from(bytes.subarray(5));
  const texts = data.toString('latin1').split('\0\0')[0]?.split('\0') ?? [];
  const pairs = texts.map(
    (text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)] as const,
  );
  return {
    valid: Buffer.from(bytes).readUInt32LE(0) === crc32(data),
    flag: bytes[4] ?? 0,
    variables: new Map(pairs),
  };
}

/**
 * Which of two copies U-Boot takes; undefined = neither, so the built-in defaults.
 * Source: U-Boot 2023.01 env/common.c (env_check_redund): the only valid one; of two valid ones the one with the higher
 * flag, where 255 is followed by 0; the first one when both are equal.
 */
export function ubootChooses(first: Copy, second: Copy): Copy | undefined {
  if (!first.valid || !second.valid) return [first, second].find(({ valid }) => valid);
  if (first.flag === 255 && second.flag === 0) return second;
  if (second.flag === 255 && first.flag === 0) return first;
  return second.flag > first.flag ? second : first;
}
