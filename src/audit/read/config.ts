import type { Place, Text } from '../place.js';

/** A built configuration of the kernel or of U-Boot, or a fragment of one. */
export interface DotConfig {
  readonly text: Text;
  /** Symbol without `CONFIG_` -> what the file says last. `n` for "is not set". */
  readonly symbols: ReadonlyMap<string, { readonly value: string; readonly place: Place }>;
}

/** Reads `CONFIG_X=value` and `# CONFIG_X is not set`. Source: linux scripts/kconfig/confdata.c conf_read_simple. */
export function readConfig(text: Text): DotConfig {
  const symbols = new Map<string, { value: string; place: Place }>();
  for (const [index, line] of text.text.split('\n').entries()) {
    const [, set, value] = /^CONFIG_(\w+)=(.*?)\r?$/.exec(line) ?? [];
    const unset = /^# CONFIG_(\w+) is not set/.exec(line)?.[1];
    const name = set ?? unset;
    if (name !== undefined) symbols.set(name, { value: value ?? 'n', place: { in: text, line: index + 1 } });
  }
  return { text, symbols };
}

/** The value of a symbol; `n` for one that is not there, as Kconfig leaves out what cannot be asked. */
export function builtValue(config: DotConfig, symbol: string): string {
  return config.symbols.get(symbol)?.value ?? 'n';
}

/** Where to point for a symbol that the file does not have: at its top. */
export function placeOf(config: DotConfig, symbol: string): Place {
  return config.symbols.get(symbol)?.place ?? { in: config.text, line: 1 };
}
