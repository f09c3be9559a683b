import type { TargetPlan } from '../../plan/types.js';
import { type SymbolGroup, yes } from './flags.js';

/**
 * U-Boot's watchdog, so that a kernel which hangs before Linux opens the device is reset too. Only when the image arms
 * the watchdog today, and when the driver in Linux takes a running one over: otherwise a good slot would be reset.
 * Source: U-Boot 2023.01 drivers/watchdog/{Kconfig,wdt-uclass.c} (WATCHDOG_AUTOSTART; nothing stops it before Linux).
 */
export function armedEarly(plan: TargetPlan): readonly SymbolGroup[] {
  const { armed, driver, runtimeMs } = plan.watchdog;
  const title = 'Watchdog before Linux';
  if (!armed || runtimeMs.active === null) return [];
  const refusal = refusalOf(plan);
  if (refusal !== undefined) return [{ title, notes: [`Not set: ${refusal}`], symbols: [] }];
  const symbol = symbolOf(driver.uboot?.kconfig ?? '') ?? '';
  return [
    {
      title,
      notes: [
        'Runs from U-Boot on; Linux takes it over.',
        ...(driver.uboot?.note == null ? [] : [sayOptions(driver.uboot.note)]),
      ],
      symbols: [
        ['WDT', yes],
        ['WATCHDOG', yes],
        ['WATCHDOG_AUTOSTART', yes],
        [symbol, yes],
        ['WATCHDOG_TIMEOUT_MSECS', { kind: 'int', value: timeout(runtimeMs.active, driver.maxMs) }],
      ],
    },
  ];
}

function refusalOf({ watchdog: { driver } }: TargetPlan): string | undefined {
  if (driver.uboot === null)
    return `U-Boot has no driver for ${driver.id}. Nothing guards the time before Linux opens the device.`;
  if (symbolOf(driver.uboot.kconfig) === undefined)
    return `U-Boot's driver for ${driver.id} has no option of its own: ${sayOptions(driver.uboot.kconfig)}.`;
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

/** merge_config.sh looks for `CONFIG_X` in comments too, and would report it. */
function sayOptions(text: string): string {
  return text.replaceAll(/\bCONFIG_(?=[A-Za-z0-9_])/g, '');
}
