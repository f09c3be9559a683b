import { formatDuration } from '../../core/duration.js';
import type { DriverPlan, TargetPlan } from '../../plan/types.js';
import { mdCode, mdText } from '../quote/markdown.js';
import type { View } from '../types.js';

/** What a driver does with a timeout above its limit, for someone who reads a log. */
const OVER_MAX: Readonly<Record<DriverPlan['overMax'], string>> = {
  einval: 'It refuses longer timeouts.',
  'core-keepalive': 'It accepts longer timeouts: the kernel feeds in between.',
  'core-keepalive-buggy': 'It accepts longer timeouts and programs a wrong, shorter one.',
  'clamped-and-reported': 'It shortens longer timeouts to its limit and reports that.',
  wraps: 'It accepts longer timeouts, and its register overflows: the reset comes far too early.',
  eopnotsupp: 'Its timeout cannot be set: it keeps what firmware or the device tree gave it.',
};

const HANDOVER: Readonly<Record<DriverPlan['bootHandover'], string>> = {
  yes: 'It takes over a timer that firmware left running, without a gap.',
  no: 'It stops a timer that firmware left running: from then on nothing guards the boot until the device is opened.',
  conditional: 'Whether it takes over a timer that firmware left running depends on the hardware.',
  'version-dependent':
    'Whether it takes over a timer that firmware left running depends on the kernel version.',
};

/** The driver: its limits, how they came about, and what they mean for this target's timeout. */
export function driverView(plan: TargetPlan): View {
  const { driver, device } = plan.watchdog;
  return {
    id: mdCode(driver.id),
    title: mdText(driver.title),
    identity: mdCode(driver.identity),
    sysfs: sysfsView(driver, device),
    builtin: plan.kernel.driverAs === 'builtin',
    limits: mdText(limitsText(driver)),
    limitsFrom: mdText(driver.limitsFrom),
    overMax: mdText(overMaxText(plan)),
    handover: mdText(HANDOVER[driver.bootHandover]),
    software: driver.softwareOnly,
    quirks: quirks(plan).map((text) => mdText(text)),
  };
}

/** Where the kernel names the driver; false for a legacy driver, and for a node whose number is not in its name. */
function sysfsView(driver: DriverPlan, device: string): View | false {
  const number = /^\/dev\/watchdog(\d*)$/.exec(device)?.[1];
  if (number === undefined || !driver.watchdogCore) return false;
  return { file: mdCode(`/sys/class/watchdog/watchdog${number === '' ? '0' : number}/identity`) };
}

function overMaxText({ platform, watchdog }: TargetPlan): string {
  const { overMax } = watchdog.driver;
  const closes = overMax === 'einval' && platform.init === 'systemd';
  const then = closes ? ' systemd then closes the device again, and nothing guards the machine.' : '';
  return `${OVER_MAX[overMax]}${then}`;
}

function limitsText({ minMs, maxMs, stepsMs }: DriverPlan): string {
  if (stepsMs !== null) return `only ${stepsMs.map(seconds).join(', ')}`;
  const max = maxMs === null ? 'at most an unknown time' : `at most ${seconds(maxMs)}`;
  return minMs === null ? max : `at least ${seconds(minMs)}, ${max}`;
}

/** A limit of the hardware, which is seldom a whole second: cut, never rounded up. */
function seconds(ms: number): string {
  return ms % 1000 === 0 ? formatDuration(ms) : `${Math.floor(ms / 100) / 10}s`;
}

/** What makes the reset come at another time than the number in the spec. */
function quirks(plan: TargetPlan): readonly string[] {
  const { driver, runtimeMs, nowayout } = plan.watchdog;
  const timeout = runtimeMs.active ?? runtimeMs.deferred;
  const texts: string[] = [];
  if (driver.resetsAtExpiry === 2 && timeout !== null)
    texts.push(
      `It resets at the second expiry: about ${formatDuration(2 * timeout)} after the last feeding, twice the timeout.`,
    );
  if (
    driver.overMax === 'core-keepalive' &&
    driver.maxMs !== null &&
    timeout !== null &&
    timeout > driver.maxMs
  )
    texts.push(
      `${formatDuration(timeout)} is longer than the hardware holds. The kernel feeds in between: when the feeder dies the reset comes after ${formatDuration(timeout)}, when the kernel dies after at most ${seconds(driver.maxMs)}.`,
    );
  if (!driver.magicClose) texts.push('Any close of the device stops it; it knows no magic close.');
  if (nowayout.active === true || driver.nowayout === 'forced')
    texts.push('Once started it cannot be stopped (nowayout).');
  return texts;
}
