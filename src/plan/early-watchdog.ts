import type { TargetPlan } from './types.js';

/** Whether the generated U-Boot configuration starts the watchdog before Linux; if not, why not. */
export type EarlyWatchdog =
  | { readonly symbol: string; readonly timeoutMs: number; readonly refusal: null }
  /** `refusal` is null as well where the image arms no watchdog, so that there is nothing to say. */
  | { readonly symbol: null; readonly timeoutMs: null; readonly refusal: string | null };

/**
 * U-Boot's watchdog, so that a kernel which hangs before Linux opens the device is reset too. Only when the image arms
 * the watchdog today, and when the driver in Linux takes a running one over: otherwise a good slot would be reset.
 * Source: U-Boot 2023.01 drivers/watchdog/{Kconfig,wdt-uclass.c} (WATCHDOG_AUTOSTART; nothing stops it before Linux).
 */
export function earlyWatchdog(plan: TargetPlan): EarlyWatchdog {
  const { armed, driver, runtimeMs } = plan.watchdog;
  if (!armed || runtimeMs.active === null) return { symbol: null, timeoutMs: null, refusal: null };
  const symbol = symbolOf(driver.uboot?.kconfig ?? '');
  const refusal = refusalOf(plan);
  if (refusal !== undefined || symbol === undefined)
    return { symbol: null, timeoutMs: null, refusal: refusal ?? null };
  return { symbol, timeoutMs: timeout(runtimeMs.active, driver.maxMs), refusal: null };
}

function refusalOf({ watchdog: { driver } }: TargetPlan): string | undefined {
  if (driver.uboot === null)
    return `U-Boot has no driver for ${driver.id}. Nothing guards the time before Linux opens the device.`;
  if (symbolOf(driver.uboot.kconfig) === undefined)
    return `U-Boot's driver for ${driver.id} has no option of its own: ${driver.uboot.kconfig}.`;
  if (driver.bootHandover !== 'yes')
    return `Linux does not surely take over a running ${driver.id}; a good slot could be reset.`;
  return undefined;
}

function symbolOf(kconfig: string): string | undefined {
  return /^CONFIG_([A-Z0-9_]+)$/.exec(kconfig)?.[1];
}

/**
 * What the hardware holds: above it U-Boot's drivers clamp, wrap or overflow (designware_wdt.c computes
 * timeout x clock in 32 bits: 60000 ms at 75 MHz becomes 3.58 s).
 */
function timeout(runtimeMs: number, maxMs: number | null): number {
  return maxMs === null ? runtimeMs : Math.min(runtimeMs, maxMs);
}
