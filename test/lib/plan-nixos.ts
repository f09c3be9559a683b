import { type Setting, unset } from '../../src/core/state.js';
import type { DriverPlan, KernelFlag, TargetPlan, WatchdogPlan } from '../../src/plan/types.js';
import { active, deferred, withoutRecovery } from './plan.js';

/** A setting that must not be enforced. */
export function forbidden(reason: string): Setting<never> {
  return { ...unset, forbidden: reason };
}

/** A Kconfig symbol that is `y` today. */
export function flag(symbol: string, more: Partial<KernelFlag> = {}): KernelFlag {
  return {
    symbol,
    setting: active({ kind: 'tristate', value: 'y' }),
    why: `Why ${symbol} is here.`,
    from: 'driver',
    ...more,
  };
}

const dwWdt: DriverPlan = {
  id: 'dw_wdt',
  title: 'Synopsys DesignWare watchdog',
  identity: 'Synopsys DesignWare Watchdog',
  modules: ['dw_wdt'],
  minMs: 1000,
  maxMs: 28_633,
  stepsMs: null,
  limitsFrom: '2^31 / 75 MHz = 28.6 s',
  defaultTimeoutMs: 30_000,
  overMax: 'core-keepalive',
  resetsAtExpiry: 1,
  nowayout: 'param',
  magicClose: true,
  bootHandover: 'yes',
  pretimeout: 'conditional',
  watchdogCore: true,
  softwareOnly: false,
  uboot: null,
  sources: ['linux 6.1 drivers/watchdog/dw_wdt.c'],
};

/** The Rock64 of the first example: systemd feeds, everything deferred, the driver built in. */
export function rock64(change: Partial<WatchdogPlan> = {}, more: Partial<TargetPlan> = {}): TargetPlan {
  return {
    name: 'rock64',
    description: null,
    specFile: 'watchdog.toml',
    board: {
      id: 'rock64',
      title: 'Pine64 Rock64',
      soc: 'RK3328',
      arch: 'arm64',
      firmware: 'U-Boot does not start the watchdog. After a reset the board boots like from power-on.',
      notes: [],
    },
    platform: { kind: 'nixos', init: 'systemd', release: 2511 },
    kernel: {
      version: '6.12',
      driverAs: 'builtin',
      flags: [
        flag('WATCHDOG', { from: 'core' }),
        flag('WATCHDOG_CORE', { from: 'core' }),
        flag('DW_WATCHDOG'),
      ],
      deferral: null,
    },
    ...withoutRecovery(),
    watchdog: {
      driver: dwWdt,
      device: '/dev/watchdog0',
      feeder: active({ kind: 'systemd' }),
      runtimeMs: deferred(30_000),
      petMs: unset,
      rebootMs: deferred(600_000),
      kexecMs: unset,
      pretimeoutMs: unset,
      pretimeoutGovernor: 'panic',
      openTimeoutMs: unset,
      nowayout: unset,
      armed: false,
      service: { name: 'watchdog-feeder', after: [], bundle: null },
      deferral: { reason: 'Rock64 boot reliability is not validated yet', gate: ['rehearsal', 'boots:50'] },
      ...change,
    },
    ...more,
  };
}

/** The same board after `wdgen enable`. */
export function rock64Enabled(more: Partial<TargetPlan> = {}): TargetPlan {
  const change = { runtimeMs: active(30_000), rebootMs: active(600_000), armed: true, deferral: null };
  return rock64(change, more);
}

/** A Debian machine with iTCO as a module, fed by the BusyBox applet. */
export function debianBusybox(change: Partial<WatchdogPlan> = {}): TargetPlan {
  return rock64(
    {
      driver: {
        ...dwWdt,
        id: 'iTCO_wdt',
        title: 'Intel TCO watchdog',
        modules: ['lpc_ich', 'iTCO_wdt'],
        overMax: 'einval',
        maxMs: 614_000,
        resetsAtExpiry: 2,
      },
      feeder: active({ kind: 'busybox' }),
      runtimeMs: active(30_000),
      petMs: active(10_000),
      armed: true,
      ...change,
    },
    {
      name: 'pc',
      platform: { kind: 'systemd', init: 'systemd' },
      kernel: { version: '6.1', driverAs: 'module', flags: [], deferral: null },
    },
  );
}

/** The Rock64's watchdog under Debian. */
export function debian(change: Partial<WatchdogPlan> = {}): TargetPlan {
  return rock64(change, { platform: { kind: 'systemd', init: 'systemd' } });
}
