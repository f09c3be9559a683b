import type { KeyPath } from '../core/path.js';
import type { Setting } from '../core/state.js';
import type { Feeder, TargetPlan } from '../plan/types.js';

/** A value that is, or after `enable` would be, enforced. */
export interface Candidate<T> {
  readonly state: 'active' | 'deferred';
  readonly value: T;
}

/** The values of a setting that anybody wants enforced, today's first. */
export function candidates<T>({ active, deferred }: Setting<T>): Candidate<T>[] {
  return [
    ...(active === null ? [] : [{ state: 'active' as const, value: active }]),
    ...(deferred === null ? [] : [{ state: 'deferred' as const, value: deferred }]),
  ];
}

/** What is wrong today fails the build; what would be wrong after `enable` is only worth knowing. */
export function severityOf({ state }: Candidate<unknown>): { readonly severity?: 'warning' } {
  return state === 'deferred' ? { severity: 'warning' } : {};
}

/** The feeder that goes with a candidate: today's for active values, the deferred one (if any) for deferred values. */
export function feederFor({ watchdog }: TargetPlan, state: 'active' | 'deferred'): Feeder | null {
  const { active, deferred } = watchdog.feeder;
  return state === 'active' ? active : (deferred ?? active);
}

/** The pet interval that goes with a candidate, in ms. */
export function petFor({ watchdog }: TargetPlan, state: 'active' | 'deferred'): number | null {
  const { active, deferred } = watchdog.petMs;
  return state === 'active' ? active : (deferred ?? active);
}

export const runtimePath: KeyPath = ['watchdog', 'runtimeMs'];
export const driverPath: KeyPath = ['watchdog', 'driver'];

/** Whether a watchdog is wanted at all, today or after `enable`. */
export function isWanted({ watchdog: { feeder, runtimeMs } }: TargetPlan): boolean {
  return candidates(feeder).length > 0 && candidates(runtimeMs).length > 0;
}

/** The candidates of the runtime timeout that PID 1 feeds as systemd. */
export function fedBySystemd(plan: TargetPlan): Candidate<number>[] {
  return candidates(plan.watchdog.runtimeMs).filter(
    ({ state }) => feederFor(plan, state)?.kind === 'systemd',
  );
}

/** What the kernel's fragment says about a symbol because the user wrote it; undefined when it says nothing. */
export function ownFlag({ kernel }: TargetPlan, symbol: string): string | number | undefined {
  const flag = kernel.flags.find((one) => one.symbol === symbol && one.from === 'spec');
  return flag?.setting.active?.value;
}
