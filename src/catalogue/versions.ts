import type { KconfigSymbol, WatchdogDriver } from './types.js';

/**
 * Compares kernel versions number by number: "6.1" < "6.12", "6.1" = "6.1.0", and a suffix ("-rc2", "-amd64") is
 * ignored. Negative, zero or positive, as `sort` wants it.
 */
export function compareVersions(a: string, b: string): number {
  const left = numbers(a);
  const right = numbers(b);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbers(version: string): number[] {
  const digits = /^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '0';
  return digits.split('.').map(Number);
}

/** Whether a kernel of this version has the symbol. */
export function hasSymbol({ since, until }: KconfigSymbol, version: string): boolean {
  if (since !== undefined && compareVersions(version, since) < 0) return false;
  return until === undefined || compareVersions(version, until) < 0;
}

/** The symbols of a driver that a kernel of this version has, in fragment order; all of them for an unknown version. */
export function symbolsFor(driver: WatchdogDriver, kernelVersion: string | null): readonly KconfigSymbol[] {
  if (kernelVersion === null) return driver.symbols;
  return driver.symbols.filter((symbol) => hasSymbol(symbol, kernelVersion));
}
