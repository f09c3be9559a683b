import type { DriverPlan, TargetPlan } from '../plan/types.js';

/** A kernel command line parameter that this target sets or means to set. */
export interface KernelParameter {
  /** `watchdog.open_timeout=120`. */
  readonly text: string;
  /** The same in parts, for modprobe. */
  readonly module: string;
  readonly option: string;
  readonly value: number;
  readonly set: boolean;
  readonly why: string;
  readonly origin: string;
}

/**
 * How long the kernel feeds a timer that firmware left running until user space opens it; null when nobody wrote it.
 * Source: linux 6.1 drivers/watchdog/watchdog_dev.c:1303 (seconds; the module's name is `watchdog`).
 */
export function openTimeoutParameter(plan: TargetPlan): KernelParameter | null {
  const { active, deferred } = plan.watchdog.openTimeoutMs;
  const ms = active ?? deferred;
  if (ms === null) return null;
  const value = Math.ceil(ms / 1000);
  const text = `watchdog.open_timeout=${value}`;
  const what =
    'The kernel feeds a timer that firmware started for this many seconds at most, then lets it run out.';
  return {
    text,
    module: 'watchdog',
    option: 'open_timeout',
    value,
    set: active !== null,
    why: active === null ? `deferred: ${text}. ${what}` : what,
    origin: 'watchdog.openTimeoutMs',
  };
}

/** The driver's `nowayout=1`; null when nobody wrote it or the driver ignores the parameter. */
export function nowayoutParameter(plan: TargetPlan): KernelParameter | null {
  const { driver, nowayout } = plan.watchdog;
  const wanted = nowayout.active ?? nowayout.deferred;
  if (wanted !== true || driver.nowayout !== 'param') return null;
  const module = driverModule(driver);
  const what = 'Closing the device does not stop the timer, not even with the magic V.';
  return {
    text: `${module}.nowayout=1`,
    module,
    option: 'nowayout',
    value: 1,
    set: nowayout.active === true,
    why: nowayout.active === true ? what : `deferred: ${module}.nowayout=1. ${what}`,
    origin: 'watchdog.nowayout',
  };
}

/** The module that is the driver itself: its modules may begin with companions. `-` and `_` are the same to kmod. */
export function driverModule(driver: DriverPlan): string {
  const plain = (name: string) => name.replaceAll('-', '_');
  return (
    driver.modules.find((name) => plain(name) === plain(driver.id)) ?? driver.modules.at(-1) ?? driver.id
  );
}
