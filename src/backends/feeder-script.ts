import type { DriverPlan, TargetPlan } from '../plan/types.js';
import { type FeederTimes, feederToday, inWords } from './feeder.js';
import { header } from './header.js';
import { identityOf, longestTimeoutS } from './kernel-says.js';
import { shComment, shWord } from './quote/sh.js';
import type { View } from './types.js';

/** Where the script for inittab lies in the image. */
export const FEEDER_SCRIPT = '/usr/libexec/wdgen/watchdog-feeder';

/**
 * What every script that starts a feeder prints: the s6-rc `run`, the one for inittab, and the SysV one.
 * Their common shell text is `templates/shared/feeder-*.hbs`.
 */
export function feederScriptView(plan: TargetPlan, times: FeederTimes): View {
  const { device, driver } = plan.watchdog;
  const nowayout = plan.watchdog.nowayout.active === true;
  const watchdogd = feederToday(plan)?.kind === 'watchdogd';
  const sysfs = sysfsView(device, driver, times.timeoutS);
  return {
    header: header(plan, 'sh'),
    feeds: shComment(whatItDoes(driver, times)),
    device: shWord(device),
    driver: shWord(driver.id),
    modules: plan.kernel.driverAs === 'module' ? driver.modules.map((module) => shWord(module)) : [],
    usesTimeout: !watchdogd || sysfs !== false,
    timeoutS: times.timeoutS,
    pet: shWord(busyboxDuration(times.petMs)),
    nowayout,
    setNowayout: nowayout && sysfs !== false,
    sysfs,
    checks: watchdogd || sysfs !== false,
    watchdogd,
  };
}

function whatItDoes(driver: DriverPlan, { petMs, timeoutS }: FeederTimes): string {
  const reset =
    driver.resetsAtExpiry === 1
      ? `${timeoutS} s after the last time`
      : `${2 * timeoutS} s after the last time: at the second expiry of ${timeoutS} s`;
  return `Feeds the hardware watchdog (${driver.id}) every ${inWords(petMs)}. The machine resets ${reset}.`;
}

/** `10`, or `1500ms` below a whole second. Source: busybox 1.37 miscutils/watchdog.c (suffixes of -t). */
function busyboxDuration(ms: number): string {
  return ms % 1000 === 0 ? String(ms / 1000) : `${ms}ms`;
}

/**
 * Where the kernel says what it holds, and which timeouts are right; false for a legacy driver, which has no such
 * attributes, and for a node whose number is not in its name. Node 0 is also /dev/watchdog.
 * Source: linux 6.1 drivers/watchdog/watchdog_dev.c (watchdog_cdev_register, wdt_groups).
 */
function sysfsView(device: string, driver: DriverPlan, timeoutS: number): View | false {
  const number = /^\/dev\/watchdog(\d*)$/.exec(device)?.[1];
  if (number === undefined || !driver.watchdogCore) return false;
  const upToS = longestTimeoutS(driver, timeoutS);
  return {
    node: shWord(`/sys/class/watchdog/watchdog${number === '' ? '0' : number}`),
    identity: identityOf(driver) === '' ? false : shWord(identityOf(driver)),
    exact: upToS === timeoutS,
    upToS,
  };
}
