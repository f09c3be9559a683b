import { formatDuration, sayTime } from '../../core/duration.js';
import type { TargetPlan } from '../../plan/types.js';
import { added, known, total, unknown } from './terms.js';
import { type Asked, type Hung, hardwareTimeout } from './timeout.js';
import type { Context, Figure } from './types.js';

const FEEDER = { id: 'feeder-hang', title: 'The feeder hangs, until the hardware resets' } as const;
const KERNEL = { id: 'kernel-hang', title: 'The kernel hangs, until the hardware resets' } as const;
const PANIC = { id: 'panic', title: 'The kernel panics, until it restarts' } as const;

/** Why nothing feeds the device today; null when something does. */
export function unarmed({ watchdog }: TargetPlan): string | null {
  if (watchdog.armed) return null;
  const { feeder, runtimeMs } = watchdog;
  const forbidden = feeder.forbidden ?? runtimeMs.forbidden;
  if (forbidden !== null) return `the watchdog is forbidden here: ${forbidden}`;
  const waits = [feeder, runtimeMs].some(({ deferred }) => deferred !== null);
  return waits ? 'the watchdog is deferred: nobody opens the device' : 'nobody opens the device';
}

/** From the hang of the feeding process until reset. The hang may come right after a feeding, so it lasts all the timeout. */
export function feederHang({ plan, measured }: Context): Figure {
  const figure = hangFigure(plan, FEEDER, 'process');
  const { value, notes } = figure;
  if (value === null || measured?.resetMs === undefined) return figure;
  const said = `On the board the reset came ${sayTime(measured.resetMs)} after the last feeding (${measured.source}).`;
  if (measured.resetMs <= value) return { ...figure, notes: [...notes, said] };
  const terms = [added('measured on the board', measured.resetMs, 'measured', measured.source)];
  return known(FEEDER, terms, [...notes, `The spec alone would give ${sayTime(value)}.`]);
}

/** From a lock-up of the kernel until reset. */
export function kernelHang({ plan }: Context): Figure {
  return hangFigure(plan, KERNEL, 'kernel');
}

function hangFigure(plan: TargetPlan, head: typeof FEEDER | typeof KERNEL, hung: Hung): Figure {
  const why = unarmed(plan);
  const ms = plan.watchdog.runtimeMs.active;
  if (why !== null || ms === null) return unknown(head, why ?? 'the watchdog has no timeout');
  const asked: Asked = {
    label: 'timeout after the last feeding',
    ms,
    from: 'spec',
    source: 'watchdog.runtime',
  };
  const { terms, reason } = hardwareTimeout(plan, asked, hung);
  return terms === null ? unknown(head, reason) : known(head, terms, [feedingNote(plan, hung, total(terms))]);
}

/** systemd feeds between a quarter and half of the timeout: 252 src/shared/watchdog.c:442-465. */
function feedingNote({ watchdog }: TargetPlan, hung: Hung, worst: number): string {
  const { driver, feeder, petMs, runtimeMs } = watchdog;
  const ms = runtimeMs.active ?? 0;
  const byKernel = hung === 'kernel' && driver.maxMs !== null && ms > driver.maxMs;
  if (byKernel) return 'The kernel feeds in between: counted from the last feeding of the hardware.';
  const every = feeder.active?.kind === 'systemd' ? ms / 2 : petMs.active;
  if (every === null || every >= worst) return 'Counted from the last feeding.';
  return `It is fed at least every ${sayTime(every)}, so the reset comes ${sayTime(worst - every)} to ${sayTime(worst)} after the hang.`;
}

/** Drivers that stop or lengthen their timer when the kernel panics (linux 6.1 hpwdt.c, ipmi_watchdog.c). */
const CHANGED_BY_PANIC = new Set(['hpwdt', 'ipmi_watchdog']);

/** From a panic until the machine restarts: panic=N, or the watchdog, which nobody feeds in a panic. The earlier one counts. */
export function panicFigure(context: Context): Figure {
  const { plan } = context;
  const wait = panicWait(plan);
  const hang = kernelHang(context);
  const hardware = CHANGED_BY_PANIC.has(plan.watchdog.driver.id) ? null : hang.value;
  if (wait !== null && (hardware === null || wait.ms <= hardware))
    return known(PANIC, [added(wait.label, wait.ms, 'spec', wait.source)], notesOf(plan));
  if (hardware === null)
    return unknown(PANIC, 'without panic=N a kernel that panics waits for ever, and no watchdog is armed');
  const instead = wait === null ? [] : [`It comes before ${wait.label}, ${formatDuration(wait.ms)}.`];
  return known(PANIC, hang.terms, ['In a panic nobody feeds the watchdog.', ...instead]);
}

interface PanicWait {
  readonly label: string;
  readonly ms: number;
  readonly source: string;
}

/** Source: linux 6.1 kernel/panic.c; CONFIG_PANIC_TIMEOUT is 0 unless somebody sets it, which waits for ever. */
function panicWait({ rollback, kernel }: TargetPlan): PanicWait | null {
  if (rollback?.state === 'active')
    return { label: 'panic= on the kernel command line', ms: rollback.panicMs, source: 'rollback.panic' };
  const flag = kernel.flags.find(({ symbol }) => symbol === 'PANIC_TIMEOUT')?.setting.active;
  const seconds = flag?.kind === 'int' ? flag.value : 0;
  if (seconds === 0) return null;
  return {
    label: 'CONFIG_PANIC_TIMEOUT',
    ms: Math.max(0, seconds) * 1000,
    source: 'kernel.flags.PANIC_TIMEOUT',
  };
}

function notesOf({ rollback, platform }: TargetPlan): readonly string[] {
  const byHand = rollback?.scheme === 'grub' || rollback?.scheme === 'systemd-boot';
  if (rollback?.state !== 'active' || !byHand || platform.kind === 'nixos') return [];
  return [
    'Provided that the boot entries have panic= on their command line: no generated file sets it there.',
  ];
}
