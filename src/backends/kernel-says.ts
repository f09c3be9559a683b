import type { DriverPlan } from '../plan/types.js';

/** What the kernel says of a driver in sysfs; empty where the driver fills a part of it in (`<chip name> watchdog`). */
export function identityOf({ identity }: DriverPlan): string {
  return identity.includes('<') ? '' : identity;
}

/**
 * The longest timeout that the driver may make of one, in the whole seconds that the kernel says: hardware with a few
 * steps takes the next longer one (dw_wdt).
 */
export function longestTimeoutS({ stepsMs }: DriverPlan, timeoutS: number): number {
  const step = stepsMs?.find((ms) => ms >= timeoutS * 1000);
  return step === undefined ? timeoutS : Math.ceil(step / 1000);
}
