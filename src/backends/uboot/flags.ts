import type { FlagValue } from '../../plan/types.js';

/** A symbol without `CONFIG_` and its value. */
export type UbootSymbol = readonly [symbol: string, value: FlagValue];

/** A group of lines of uboot.config. */
export interface SymbolGroup {
  readonly title: string;
  readonly notes: readonly string[];
  readonly symbols: readonly UbootSymbol[];
}

export const yes: FlagValue = { kind: 'tristate', value: 'y' };
export const no: FlagValue = { kind: 'tristate', value: 'n' };
