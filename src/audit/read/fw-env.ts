import type { Text } from '../place.js';

/** One copy of U-Boot's environment, as fw_env.config has it. */
export interface FwEnvCopy {
  readonly device: string;
  readonly offset: number;
  readonly size: number;
  readonly sector: number | null;
  readonly line: number;
}

/** /etc/fw_env.config. */
export interface FwEnv {
  readonly text: Text;
  readonly copies: readonly FwEnvCopy[];
  /** Lines that are neither empty, a comment nor a copy. */
  readonly unreadable: readonly number[];
}

/** Device, offset, size, and for flash the sector size. Source: U-Boot tools/env/fw_env.config. */
export function readFwEnv(text: Text): FwEnv {
  const copies: FwEnvCopy[] = [];
  const unreadable: number[] = [];
  for (const [index, raw] of text.text.split('\n').entries()) {
    const words = raw.replace(/#.*/, '').trim().split(/\s+/).filter(Boolean);
    const [device, offset, size, sector] = words;
    if (device === undefined) continue;
    const numbers = [offset, size].map(number);
    if (!device.startsWith('/') || numbers.includes(null)) unreadable.push(index + 1);
    else
      copies.push({
        device,
        offset: numbers[0] ?? 0,
        size: numbers[1] ?? 0,
        sector: number(sector),
        line: index + 1,
      });
  }
  return { text, copies, unreadable };
}

/** A number as strtoul reads it with base 0; null for none. */
export function number(text: string | undefined): number | null {
  if (text === undefined || !/^-?(0x[0-9a-f]+|\d+)$/i.test(text)) return null;
  const digits = text.replace('-', '');
  const octal = /^0[0-7]+$/.test(digits);
  const value = octal ? Number.parseInt(digits, 8) : Number(digits);
  return text.startsWith('-') ? -value : value;
}
