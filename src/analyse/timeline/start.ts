import { earlyWatchdog } from '../../plan/early-watchdog.js';
import type { BootStage, TargetPlan } from '../../plan/types.js';
import { added, known, maximum, stageTerm, unknown } from './terms.js';
import type { Context, Figure } from './types.js';

const BOOT = { id: 'boot', title: 'From a reset until the feeder has opened the device' } as const;
const GAP = { id: 'gap', title: 'After a reset, time in which nothing resets a kernel that hangs' } as const;
const LOADER = {
  id: 'start-hang',
  title: 'Boot loader or kernel hangs during a start, until reset',
} as const;
const INIT = { id: 'init-hang', title: 'Initrd or init hangs before the feeder runs, until reset' } as const;
const STAGES = ['firmware', 'loader', 'kernel', 'userspace'] as const satisfies readonly BootStage[];

/** A start, stage by stage. */
export function bootFigure(context: Context): Figure {
  return known(
    BOOT,
    STAGES.map((stage) => stageTerm(context, stage)),
  );
}

/** Who has the watchdog running before Linux opens it. */
export type EarlyGuard =
  | { readonly by: 'firmware' | 'u-boot'; readonly ms: number; readonly reason: null }
  | { readonly by: null; readonly ms: null; readonly reason: string };

/** Whether a timer runs before the feeder. What is not sure does not count: the catalogue's notes are no guarantee. */
export function earlyGuard(plan: TargetPlan): EarlyGuard {
  const { boot, rollback, watchdog } = plan;
  if (boot.armedMs !== null) return { by: 'firmware', ms: boot.armedMs, reason: null };
  const none = (reason: string): EarlyGuard => ({ by: null, ms: null, reason });
  const viaUboot = rollback?.state === 'active' && rollback.environment !== null;
  const { timeoutMs, refusal } = earlyWatchdog(plan);
  if (!viaUboot || (timeoutMs === null && refusal === null))
    return none('the spec does not say that firmware or boot loader starts the watchdog');
  if (timeoutMs === null) return none((refusal ?? '').replace(/\.$/, ''));
  const note = watchdog.driver.uboot?.note ?? null;
  // The catalogue has a doubt about U-Boot's driver: what is not sure does not count.
  if (note !== null)
    return none('U-Boot is told to start the watchdog, and may fail to: u-boot/uboot.config says why');
  return { by: 'u-boot', ms: timeoutMs, reason: null };
}

/** Linux goes on with a timer that runs already, so that a kernel which hangs before the feeder is still reset. */
function handedOver({ watchdog: { driver } }: TargetPlan): boolean {
  return driver.bootHandover === 'yes' && driver.watchdogCore && !driver.softwareOnly;
}

/** The stages that no timer guards. */
export function gapFigure(context: Context): Figure {
  const { plan } = context;
  const guard = earlyGuard(plan);
  if (plan.watchdog.armed === false && guard.by === null)
    return unknown(GAP, 'nothing resets a kernel that hangs, neither during a start nor after it', [
      guard.reason,
    ]);
  const open: readonly BootStage[] = guard.by === null ? STAGES : openStages(plan, guard.by);
  const note = guard.by === null ? [guard.reason] : [];
  return known(
    GAP,
    open.map((stage) => stageTerm(context, stage)),
    note.map(sentence),
  );
}

/** Firmware may start the timer at its very end; U-Boot starts it among the first things it does. */
function openStages(plan: TargetPlan, by: 'firmware' | 'u-boot'): readonly BootStage[] {
  const before = by === 'u-boot' ? (['firmware'] as const) : (['firmware', 'loader'] as const);
  return handedOver(plan) ? before : [...before, 'kernel', 'userspace'];
}

function sentence(text: string): string {
  const capital = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

/** A hang between the start of the timer and the feeder, of something that feeds nothing. */
export function startHang({ plan }: Context): Figure {
  const guard = earlyGuard(plan);
  if (guard.by === null) return unknown(LOADER, guard.reason);
  const { driver } = plan.watchdog;
  const [who, from, source] =
    guard.by === 'firmware'
      ? (['timeout that firmware or boot loader armed', 'spec', 'boot.armed'] as const)
      : (['timeout that U-Boot arms', 'spec', 'watchdog.runtime'] as const);
  const over = handedOver(plan)
    ? []
    : [`${driver.id} may stop a timer that runs already: then only until Linux loads it.`];
  return known(LOADER, [added(who, guard.ms, from, source, driver.resetsAtExpiry)], over);
}

/**
 * A hang of user space while the kernel lives: the kernel feeds a timer that runs already, for ever, or until
 * open_timeout. Source: linux 6.1 drivers/watchdog/watchdog_dev.c:1081,1193 (handle_boot_enabled, open_timeout).
 */
export function initHang({ plan }: Context): Figure {
  const guard = earlyGuard(plan);
  const { driver, openTimeoutMs } = plan.watchdog;
  if (guard.by === null) return unknown(INIT, guard.reason);
  if (!handedOver(plan))
    return unknown(INIT, `${driver.id} does not surely go on with a timer that runs already`);
  if (openTimeoutMs.active === null)
    return unknown(INIT, 'the kernel feeds the running timer for ever until somebody opens the device');
  const times = driver.resetsAtExpiry;
  const last = [maximum('timeout that was armed before Linux', guard.ms * times, 'spec', 'boot.armed')];
  const own = driver.defaultTimeoutMs;
  if (own !== null) last.push(maximum("the driver's own timeout", own * times, 'catalogue', driver.id));
  return known(INIT, [
    added('the kernel feeds until open_timeout', openTimeoutMs.active, 'spec', 'watchdog.open-timeout'),
    ...last,
  ]);
}
