import type { TargetPlan, WatchdogPlan } from '../../plan/types.js';
import type { When } from './derive.js';
import type { WatchdogMachine } from './machine.js';

const NOTHING: WatchdogMachine = { loader: null, kernel: null, init: null, running: null, stopping: null };

/**
 * In which stages a hang is reset, and after how long. Firmware or U-Boot may arm the watchdog; the kernel then feeds it
 * until user space opens it, for ever unless there is an open timeout (linux 6.1 drivers/watchdog/watchdog_dev.c:1081).
 * A kernel that hangs feeds no more. Where the plan does not say that a stage is guarded, it is not.
 */
export function watchdogOf(plan: TargetPlan, when: When): WatchdogMachine {
  const { watchdog } = plan;
  const runtimeMs = valueIn(watchdog.runtimeMs, when);
  const fed = valueIn(watchdog.feeder, when) !== null && runtimeMs !== null;
  const earlyMs = plan.boot.armedMs ?? (fed ? loaderArms(plan, runtimeMs) : null);
  const early = (ms: number | null) => (ms === null ? null : reset(ms, watchdog));
  const handedOver = watchdog.driver.bootHandover === 'yes';
  const openMs = valueIn(watchdog.openTimeoutMs, when);
  return {
    ...NOTHING,
    loader: early(earlyMs),
    kernel: early(earlyMs),
    init: earlyMs !== null && openMs !== null && handedOver ? openMs + reset(earlyMs, watchdog) : null,
    running: fed ? reset(runtimeMs, watchdog) : null,
    stopping: fed ? stoppingOf(watchdog, runtimeMs, when) : null,
  };
}

/** What systemd takes for RebootWatchdogSec= when nothing is written (systemd 252 src/core/main.c:2423). */
const SYSTEMD_REBOOT_MS = 600_000;

/**
 * systemd sets its own timeout for the shutdown; one that the driver refuses makes it close the device, unguarded
 * (systemd 252 src/shared/watchdog.c:277). Any other generated feeder leaves the timer running.
 */
function stoppingOf(watchdog: WatchdogPlan, runtimeMs: number, when: When): number | null {
  if (valueIn(watchdog.feeder, when)?.kind !== 'systemd') return reset(runtimeMs, watchdog);
  const { maxMs, overMax } = watchdog.driver;
  const rebootMs = valueIn(watchdog.rebootMs, when) ?? SYSTEMD_REBOOT_MS;
  const taken = maxMs === null || rebootMs <= maxMs || overMax !== 'einval';
  return taken ? reset(rebootMs, watchdog) : null;
}

function reset(ms: number, { driver }: WatchdogPlan): number {
  return ms * driver.resetsAtExpiry;
}

/** The generated U-Boot options arm it: see src/backends/uboot/watchdog.ts, which decides the same. */
function loaderArms({ rollback, watchdog }: TargetPlan, runtimeMs: number): number | null {
  const { driver } = watchdog;
  const generated = rollback !== null && rollback.ubootVersion !== null;
  const known = driver.uboot !== null && /^CONFIG_[A-Z0-9_]+$/.test(driver.uboot.kconfig);
  if (!generated || !known || driver.bootHandover !== 'yes') return null;
  return driver.maxMs === null ? runtimeMs : Math.min(runtimeMs, driver.maxMs);
}

function valueIn<T>(
  setting: { readonly active: T | null; readonly deferred: T | null },
  when: When,
): T | null {
  return when === 'today' ? setting.active : (setting.deferred ?? setting.active);
}
