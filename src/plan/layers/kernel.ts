import { coreSymbols } from '../../catalogue/core-symbols.js';
import type { KconfigSymbol } from '../../catalogue/types.js';
import { compareVersions, hasSymbol, symbolsFor } from '../../catalogue/versions.js';
import { formatPath } from '../../core/path.js';
import type { Setting } from '../../core/state.js';
import { stateOf } from '../../core/state.js';
import { complain, fromSpec, type Notes, origin, resolveSetting, specPath } from '../notes.js';
import type { FlagValue, KernelFlag, KernelPlan, PlatformPlan } from '../types.js';
import type { Hardware } from './board.js';
import { resolveDeferral, type WatchdogSettings } from './watchdog.js';

const YES: FlagValue = { kind: 'tristate', value: 'y' };
const always = (value: FlagValue): Setting<FlagValue> => ({ active: value, deferred: null, forbidden: null });

/** The kernel's flags: what the watchdog core and the driver need, then the user's own. */
export function resolveKernel(
  notes: Notes,
  platform: PlatformPlan,
  hardware: Hardware,
  watchdog: WatchdogSettings,
): KernelPlan {
  const written = notes.target.value.kernel;
  const version = written?.version ?? null;
  const driverAs = written?.driver ?? 'builtin';
  fromSpec(notes, ['kernel', 'version'], ['kernel', 'version'], 'any kernel', version !== null);
  fromSpec(
    notes,
    ['kernel', 'driverAs'],
    ['kernel', 'driver'],
    'a module may load after the feeder looked for the device',
    written?.driver !== undefined,
  );
  checkDriverAge(notes, hardware, version);
  const derived = [
    ...coreFlags(watchdog, version),
    ...governorFlags(watchdog, platform),
    ...driverFlags(hardware, version, driverAs),
  ];
  const flags = withOwnFlags(notes, derived, watchdog);
  for (const flag of flags) recordOrigin(notes, flag, hardware);
  return { version, driverAs, flags, deferral: kernelDeferral(notes, flags, watchdog) };
}

/** The kernel's own deferral; where only flags that follow from the watchdog are deferred, the watchdog's. */
function kernelDeferral(
  notes: Notes,
  flags: readonly KernelFlag[],
  watchdog: WatchdogSettings,
): KernelPlan['deferral'] {
  const own = resolveDeferral(notes, ['kernel'], notes.target.value.kernel?.deferral);
  if (own !== null || !flags.some(({ setting }) => setting.deferred !== null)) return own;
  origin(notes, ['kernel', 'deferral'], {
    kind: 'derived',
    reason: 'the deferred flags follow from the watchdog',
    from: [specPath(notes, 'watchdog', 'deferral')],
  });
  return watchdog.deferral;
}

function checkDriverAge(notes: Notes, { driver }: Hardware, version: string | null): void {
  if (version === null || driver.since === undefined || compareVersions(version, driver.since) >= 0) return;
  complain(notes, 'WD0210', ['kernel', 'version'], {
    detail: `${driver.id} came with Linux ${driver.since}; this target's kernel is ${version}.`,
    help: `use Linux ${driver.since} or newer`,
  });
}

/** A symbol with the setting it has for this target. */
function flagOf(
  { symbol, why }: KconfigSymbol,
  setting: Setting<FlagValue>,
  from: KernelFlag['from'],
): KernelFlag {
  return { symbol, setting, why, from };
}

/** Of a governor: it is there, and it is the kernel's default. */
const GOVERNOR_SYMBOLS = {
  panic: ['WATCHDOG_PRETIMEOUT_GOV_PANIC', 'WATCHDOG_PRETIMEOUT_DEFAULT_GOV_PANIC'],
  noop: ['WATCHDOG_PRETIMEOUT_GOV_NOOP', 'WATCHDOG_PRETIMEOUT_DEFAULT_GOV_NOOP'],
} as const;

/** The core's symbols. The driver is in the kernel whether the watchdog is armed or only deferred: it hands over a running dog. */
function coreFlags(
  { nowayout, openTimeoutMs, pretimeoutMs }: WatchdogSettings,
  version: string | null,
): KernelFlag[] {
  const optional = [
    core(
      'WATCHDOG_NOWAYOUT',
      mapped(nowayout, (on) => ({ kind: 'tristate', value: on ? 'y' : 'n' })),
    ),
    core(
      'WATCHDOG_OPEN_TIMEOUT',
      mapped(openTimeoutMs, (ms) => ({ kind: 'int', value: ms / 1000 })),
    ),
    core('WATCHDOG_PRETIMEOUT_GOV', switchedOn(pretimeoutMs)),
    core('WATCHDOG_HRTIMER_PRETIMEOUT', switchedOn(pretimeoutMs)),
  ];
  return [
    core('WATCHDOG', always(YES)),
    core('WATCHDOG_CORE', always(YES)),
    core('WATCHDOG_HANDLE_BOOT_ENABLED', always(YES)),
    core('WATCHDOG_SYSFS', always(YES)),
    ...optional.filter((flag) => isWanted(flag) && isKnown(flag, version)),
  ];
}

/**
 * Built in: PID 1 opens the device before any module is loaded, and does not look again for a governor that comes later.
 * A distribution's kernel has them as modules; there the initramfs loads them (backends/systemd/modules.ts).
 */
function governorFlags(
  { pretimeoutMs, pretimeoutGovernor }: WatchdogSettings,
  platform: PlatformPlan,
): KernelFlag[] {
  if (platform.kind === 'systemd') return [];
  const setting = switchedOn(pretimeoutMs);
  return GOVERNOR_SYMBOLS[pretimeoutGovernor].map((symbol) => core(symbol, setting)).filter(isWanted);
}

function core(symbol: keyof typeof coreSymbols, setting: Setting<FlagValue>): KernelFlag {
  return flagOf(coreSymbols[symbol], setting, 'core');
}

function isWanted({ setting }: KernelFlag): boolean {
  return setting.active !== null || setting.deferred !== null;
}

/** Whether a kernel of this version has a symbol of the core. */
function isKnown({ symbol }: KernelFlag, version: string | null): boolean {
  const known: KconfigSymbol = coreSymbols[symbol as keyof typeof coreSymbols];
  return version === null || hasSymbol(known, version);
}

function mapped<A, B>({ active, deferred }: Setting<A>, convert: (value: A) => B): Setting<B> {
  return {
    active: active === null ? null : convert(active),
    deferred: deferred === null ? null : convert(deferred),
    forbidden: null,
  };
}

/** What has to be on for a setting to work; on today, nothing of it waits. */
function switchedOn({ active, deferred }: Setting<unknown>): Setting<FlagValue> {
  if (active !== null) return always(YES);
  return { active: null, deferred: deferred === null ? null : YES, forbidden: null };
}

function driverFlags(
  { driver }: Hardware,
  version: string | null,
  driverAs: 'builtin' | 'module',
): KernelFlag[] {
  const modular: FlagValue = { kind: 'tristate', value: driverAs === 'module' ? 'm' : 'y' };
  return symbolsFor(driver, version).map((symbol) =>
    flagOf(symbol, always(symbol.type === 'tristate' ? modular : YES), 'driver'),
  );
}

/** Symbols a user may switch off beside an armed watchdog: they help people, not the reset. */
const OPTIONAL_SYMBOLS = new Set(['WATCHDOG_SYSFS', 'WATCHDOG_HRTIMER_PRETIMEOUT']);

function withOwnFlags(
  notes: Notes,
  derived: readonly KernelFlag[],
  watchdog: WatchdogSettings,
): KernelFlag[] {
  const flags = new Map(derived.map((flag) => [flag.symbol, flag]));
  for (const [symbol, written] of Object.entries(notes.target.value.kernel?.flags ?? {})) {
    const setting = resolveSetting(written, toFlagValue);
    const needed = flags.get(symbol);
    if (
      needed !== undefined &&
      needed.setting.active !== null &&
      !agrees(setting, needed.setting) &&
      watchdog.armed &&
      !OPTIONAL_SYMBOLS.has(symbol)
    ) {
      contradiction(notes, needed, setting);
      continue;
    }
    flags.set(symbol, { symbol, setting, why: needed?.why ?? 'from the spec', from: 'spec' });
  }
  return withOneDefault([...flags.values()]);
}

/** Two members of one choice of Kconfig: where the user has set one, the kernel's default is the user's. */
function withOneDefault(flags: readonly KernelFlag[]): KernelFlag[] {
  const isDefault = ({ symbol }: KernelFlag) => symbol.startsWith('WATCHDOG_PRETIMEOUT_DEFAULT_GOV_');
  const own = flags.some(
    (flag) => isDefault(flag) && flag.from === 'spec' && flag.setting.active?.value === 'y',
  );
  return flags.filter((flag) => !own || !isDefault(flag) || flag.from === 'spec');
}

function agrees(own: Setting<FlagValue>, needed: Setting<FlagValue>): boolean {
  return own.active !== null && own.active.value === needed.active?.value;
}

function contradiction(notes: Notes, needed: KernelFlag, own: Setting<FlagValue>): void {
  const { symbol, setting, why, from } = needed;
  const wanted = setting.active?.value;
  const asModule = from === 'driver' && wanted === 'y' && own.active?.value === 'm';
  const state = stateOf(own) ?? 'active';
  complain(notes, 'WD0206', ['kernel', 'flags', symbol, state], {
    detail: `This watchdog needs CONFIG_${symbol}=${wanted}: ${why}.`,
    help: asModule
      ? `write driver = "module" in [${formatPath(specPath(notes, 'kernel'))}], so that the feeder waits for it`
      : `remove ${symbol}, or defer the watchdog`,
  });
}

/** `y`, `m`, `n`; a number; `0x..` as hex; anything else as text. */
function toFlagValue(value: string | number): FlagValue {
  if (typeof value === 'number') return { kind: 'int', value };
  if (value === 'y' || value === 'm' || value === 'n') return { kind: 'tristate', value };
  return /^0[xX][0-9a-fA-F]+$/.test(value) ? { kind: 'hex', value } : { kind: 'string', value };
}

function recordOrigin(notes: Notes, { symbol, from, why }: KernelFlag, { driver }: Hardware): void {
  const path = ['kernel', 'flags', symbol];
  if (from === 'spec') {
    origin(notes, path, { kind: 'spec', path: specPath(notes, 'kernel', 'flags', symbol) });
    return;
  }
  const source =
    from === 'driver' ? driver.symbols.find((one) => one.symbol === symbol)?.source : coreSource(symbol);
  origin(notes, path, {
    kind: 'catalogue',
    fact: `${symbol}: ${why}`,
    source: source ?? driver.sources.join('; '),
  });
}

function coreSource(symbol: string): string | undefined {
  return Object.hasOwn(coreSymbols, symbol)
    ? coreSymbols[symbol as keyof typeof coreSymbols].source
    : undefined;
}
