import { formatDuration } from '../../core/duration.js';
import type { DriverPlan, TargetPlan } from '../../plan/types.js';
import { added } from './terms.js';
import type { Term } from './types.js';

/** The terms of a hardware timeout, or why it has no length that can be relied on. */
export type Timeout =
  | { readonly terms: readonly Term[]; readonly reason: null }
  | { readonly terms: null; readonly reason: string };

/** What hangs: with a living kernel the timeout counts, a dead one leaves only what the hardware itself holds. */
export type Hung = 'process' | 'kernel';

type Above = (driver: DriverPlan, asked: Asked, hung: Hung) => Timeout;

/** A timeout that somebody asks the driver for. */
export interface Asked {
  readonly label: string;
  readonly ms: number;
  readonly from: 'spec' | 'systemd';
  readonly source: string;
}

/** What becomes of a timeout above the driver's limit. Source: the driver's facts in the catalogue. */
const ABOVE: Readonly<Record<DriverPlan['overMax'], Above>> = {
  einval: (driver, { ms }) =>
    no(`${driver.id} refuses ${formatDuration(ms)}: it keeps another timeout, or nobody guards the machine`),
  'core-keepalive': (driver, asked, hung) =>
    hung === 'process'
      ? ask(driver, asked)
      : hold(driver, 'the hardware holds no more; a dead kernel feeds no longer'),
  'core-keepalive-buggy': (driver, { ms }) =>
    no(`${driver.id} accepts ${formatDuration(ms)} and programs a wrong, shorter time`),
  'clamped-and-reported': (driver) => hold(driver, 'the driver shortens the timeout to its limit'),
  wraps: (driver, { ms }) => no(`${driver.id} accepts ${formatDuration(ms)} and its register overflows`),
  eopnotsupp: (driver) => no(`the timeout of ${driver.id} cannot be set: it is what firmware left`),
};

/** How long after the last feeding the hardware resets, at worst. */
export function hardwareTimeout({ watchdog: { driver } }: TargetPlan, asked: Asked, hung: Hung): Timeout {
  if (hung === 'kernel' && driver.softwareOnly)
    return no('it is a timer of the kernel: it dies with the kernel');
  if (driver.overMax === 'eopnotsupp') return ABOVE.eopnotsupp(driver, asked, hung);
  if (driver.maxMs !== null && asked.ms > driver.maxMs) return ABOVE[driver.overMax](driver, asked, hung);
  const { terms } = ask(driver, asked);
  return { terms: [...terms, ...rounding(driver, asked.ms)], reason: null };
}

function no(reason: string): Timeout {
  return { terms: null, reason };
}

function ask({ resetsAtExpiry }: DriverPlan, { label, ms, from, source }: Asked) {
  const at = resetsAtExpiry === 2 ? `${label}, up to its second expiry` : label;
  return { terms: [added(at, ms, from, source, resetsAtExpiry)], reason: null };
}

function hold(driver: DriverPlan, label: string): Timeout {
  const { id, maxMs, resetsAtExpiry } = driver;
  return { terms: [added(label, maxMs ?? 0, 'catalogue', id, resetsAtExpiry)], reason: null };
}

/**
 * Hardware with few steps takes the next longer one. Drivers report whole seconds, so a step may really be up to a
 * second longer. Source: linux 6.1.192 drivers/watchdog/dw_wdt.c, dw_wdt_find_best_top.
 */
function rounding({ id, stepsMs, maxMs, resetsAtExpiry }: DriverPlan, ms: number): readonly Term[] {
  if (stepsMs === null) return [];
  const step = stepsMs.find((one) => one >= ms);
  const longest = maxMs ?? stepsMs.at(-1) ?? ms;
  const real = step === undefined || step === stepsMs.at(-1) ? longest : Math.min(step + 1000, longest);
  const more = Math.max(0, real - ms);
  return more === 0
    ? []
    : [added('the hardware takes its next longer step', more, 'catalogue', id, resetsAtExpiry)];
}
