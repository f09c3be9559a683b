import type { RollbackScheme, TargetPlan } from '../plan/types.js';

/** The schemes in which U-Boot runs, with a fragment that wdgen writes. */
const BY_UBOOT: ReadonlySet<RollbackScheme> = new Set(['rauc-uboot', 'rauc-bootmeth', 'uboot-bootcount']);

/** Whether U-Boot counts the boots. */
export function countsInUboot({ rollback }: TargetPlan): boolean {
  return rollback !== null && BY_UBOOT.has(rollback.scheme);
}

/** Why wdgen's fragment for U-Boot does not arm the watchdog, as a clause; undefined when it does. */
export function whyNotArmedByUboot(plan: TargetPlan): string | undefined {
  const { armed, driver } = plan.watchdog;
  if (driver.uboot === null) return `U-Boot has no driver for ${driver.id}`;
  if (!/^CONFIG_[A-Z0-9_]+$/.test(driver.uboot.kconfig))
    return `U-Boot's driver for ${driver.id} has no option of its own`;
  if (driver.bootHandover !== 'yes')
    return `Linux does not surely take over a running ${driver.id}, so U-Boot is not told to arm it`;
  return armed ? undefined : 'U-Boot is told to arm the watchdog only when it is active in Linux';
}

/** The timer that runs when Linux starts, and the plan path that decides it; null when none is known to run. */
export function armedBeforeLinux(plan: TargetPlan): { readonly ms: number; readonly at: string[] } | null {
  const { armedMs } = plan.boot;
  if (armedMs !== null) return { ms: armedMs, at: ['boot', 'armedMs'] };
  const { driver, runtimeMs } = plan.watchdog;
  if (runtimeMs.active === null || plan.rollback?.state !== 'active') return null;
  if (!countsInUboot(plan) || whyNotArmedByUboot(plan) !== undefined) return null;
  const ms = driver.maxMs === null ? runtimeMs.active : Math.min(runtimeMs.active, driver.maxMs);
  return { ms, at: ['watchdog', 'runtimeMs'] };
}
