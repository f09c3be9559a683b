import { findDriver } from '../../catalogue/index.js';
import type { TargetPlan } from '../../plan/types.js';
import { ownFlag } from '../settings.js';
import type { Finding, Rule } from '../types.js';

/** The symbols without which the kernel feeds nothing by itself. */
function neededSymbols({ watchdog: { driver } }: TargetPlan): readonly string[] {
  const own = findDriver(driver.id)?.symbols[0]?.symbol;
  const core = ['WATCHDOG', 'WATCHDOG_CORE', 'WATCHDOG_HANDLE_BOOT_ENABLED'];
  return own === undefined ? core : [...core, own];
}

/** A timer that firmware has started is fed by somebody in today's image. */
export const armedAndNobodyFeeds: Rule = {
  code: 'WD1019',
  check: (plan) => {
    const { boot, watchdog } = plan;
    if (boot.armedMs === null || watchdog.armed) return [];
    const removed = neededSymbols(plan).find((symbol) => ownFlag(plan, symbol) === 'n');
    if (removed !== undefined) return [notInKernel(removed)];
    return watchdog.driver.bootHandover === 'yes' ? [] : [notAdopted(plan)];
  },
};

function notInKernel(symbol: string): Finding {
  return {
    at: ['boot', 'armedMs'],
    severity: 'error',
    detail: `The watchdog is armed when Linux starts, no feeder is active today, and without CONFIG_${symbol} the kernel does not feed it either: the machine resets for ever.`,
    help: `remove ${symbol}, or keep firmware and boot loader from arming it`,
    because: [{ path: ['kernel', 'flags', symbol], says: 'not in the kernel' }],
  };
}

function notAdopted({ watchdog: { driver } }: TargetPlan): Finding {
  return {
    at: ['boot', 'armedMs'],
    detail: `The watchdog is armed when Linux starts, no feeder is active today, and ${driver.id} does not always go on feeding it by itself (hand-over: ${driver.bootHandover}): unless the driver happens to stop it, the machine resets for ever.`,
    help: 'make feeder and runtime active, or keep firmware and boot loader from arming it until they are',
    because: [{ path: ['watchdog', 'runtimeMs'], says: 'not active' }],
  };
}
