import type { KeyPath } from '../core/path.js';
import { earlyWatchdog } from '../plan/early-watchdog.js';
import type { RollbackScheme, TargetPlan } from '../plan/types.js';
import { runtimePath } from './settings.js';

/** The schemes in which U-Boot runs, with a fragment that wdgen writes. */
const BY_UBOOT: ReadonlySet<RollbackScheme> = new Set(['rauc-uboot', 'rauc-bootmeth', 'uboot-bootcount']);

/** The timer that runs when Linux starts, and the plan path that decides it; null when none is known to run. */
export function armedBeforeLinux(plan: TargetPlan): { readonly ms: number; readonly at: KeyPath } | null {
  const { armedMs } = plan.boot;
  if (armedMs !== null) return { ms: armedMs, at: ['boot', 'armedMs'] };
  const { rollback } = plan;
  if (rollback?.state !== 'active' || !BY_UBOOT.has(rollback.scheme)) return null;
  const { timeoutMs } = earlyWatchdog(plan);
  return timeoutMs === null ? null : { ms: timeoutMs, at: runtimePath };
}
