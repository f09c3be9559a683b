import type { KeyPath } from '../core/path.js';
import type { RollbackScheme, TargetPlan } from '../plan/types.js';
import { runtimePath } from './settings.js';

/** The schemes in which U-Boot runs, with a fragment that wdgen writes. */
const BY_UBOOT: ReadonlySet<RollbackScheme> = new Set(['rauc-uboot', 'rauc-bootmeth', 'uboot-bootcount']);

/**
 * Whether wdgen's fragment for U-Boot arms the watchdog: it is active in Linux, the driver there surely takes a running
 * one over, and U-Boot's driver has an option of its own.
 */
function uBootArms({ rollback, watchdog: { armed, driver } }: TargetPlan): boolean {
  if (!armed || rollback?.state !== 'active' || !BY_UBOOT.has(rollback.scheme)) return false;
  return driver.bootHandover === 'yes' && /^CONFIG_[A-Z0-9_]+$/.test(driver.uboot?.kconfig ?? '');
}

/** The timer that runs when Linux starts, and the plan path that decides it; null when none is known to run. */
export function armedBeforeLinux(plan: TargetPlan): { readonly ms: number; readonly at: KeyPath } | null {
  const { armedMs } = plan.boot;
  if (armedMs !== null) return { ms: armedMs, at: ['boot', 'armedMs'] };
  const { driver, runtimeMs } = plan.watchdog;
  if (runtimeMs.active === null || !uBootArms(plan)) return null;
  const ms = driver.maxMs === null ? runtimeMs.active : Math.min(runtimeMs.active, driver.maxMs);
  return { ms, at: runtimePath };
}
