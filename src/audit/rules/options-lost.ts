import type { Place } from '../place.js';
import { type DotConfig, placeOf, readConfig } from '../read/config.js';
import type { AuditFinding, AuditRule, Expected } from './types.js';

/** Every option of the kernel's fragment is in the kernel that was built. */
export const kernelOptionLost: AuditRule = {
  code: 'WD1210',
  check: ({ found, expected }) => lost(found.kernel, expected, 'kernel/watchdog.config', 'kernel'),
};

/** The same for U-Boot. */
export const ubootOptionLost: AuditRule = {
  code: 'WD1246',
  check: ({ found, expected }) => lost(found.uboot, expected, 'u-boot/uboot.config', 'U-Boot'),
};

function lost(
  built: DotConfig | null,
  expected: Expected | null,
  path: string,
  what: string,
): readonly AuditFinding[] {
  const fragment = expected?.artefacts.find((one) => one.path === path);
  if (built === null || fragment === undefined || expected === null) return [];
  const text = { file: `${expected.plan.name}/${path}`, text: fragment.text };
  return [...readConfig(text).symbols].flatMap(([symbol, { value, place }]): AuditFinding[] => {
    const now = built.symbols.get(symbol);
    if (same(now?.value, value) || pulledIn(expected, symbol, now?.value)) return [];
    return [finding(built, symbol, { wanted: value, place }, what)];
  });
}

/** A driver that is a module pulls the core in, as most distributions build both. */
function pulledIn({ plan }: Expected, symbol: string, now: string | undefined): boolean {
  return symbol === 'WATCHDOG_CORE' && now === 'm' && plan.kernel.driverAs === 'module';
}

/** Hexadecimal numbers come in several spellings. */
function same(now: string | undefined, wanted: string): boolean {
  if (now === undefined) return wanted === 'n';
  if (/^0x/i.test(now) && /^(0x[0-9a-f]+|\d+)$/i.test(wanted)) return Number(now) === Number(wanted);
  return now === wanted;
}

function finding(
  built: DotConfig,
  symbol: string,
  { wanted, place }: { readonly wanted: string; readonly place: Place },
  what: string,
): AuditFinding {
  const now = built.symbols.get(symbol)?.value;
  const is =
    now === undefined
      ? `is not in it at all: this ${what} has no such option, or something that it depends on is off`
      : now === 'n'
        ? 'is not set: something that it depends on is off, or another fragment takes it back'
        : now === 'm' && wanted === 'y'
          ? 'is a module: something that it depends on is one'
          : `is ${now}`;
  return {
    place: placeOf(built, symbol),
    detail: `CONFIG_${symbol} should be ${wanted} in the built configuration, and ${is}.`,
    help: `look at what it depends on, and build the ${what} again; the fragment alone proves nothing`,
    also: [{ message: 'it is asked for here', place }],
  };
}
