import type { TimeoutLimits } from './types.js';

/** What a counter holds: `ticks` periods of the clock, after an optional prescaler. */
export interface Counter {
  readonly ticks: number;
  /** The ticks as the driver's source writes them, for the derivation. */
  readonly text: string;
  /** Divides the clock, rounded down, before the counter sees it. */
  readonly prescaler?: number;
  readonly minMs: number | null;
  /** `s`: the driver rounds its maximum down to whole seconds; `ms`: it keeps milliseconds. */
  readonly unit: 's' | 'ms';
}

/** Limits of a counter that runs down at a clock in Hz. Without the clock the maximum is unknown. */
export function counterLimits(clockHz: number | null, counter: Counter): TimeoutLimits {
  const { ticks, text, prescaler, minMs, unit } = counter;
  const divided = prescaler === undefined ? 'clock' : `(clock / ${prescaler})`;
  const rate = Math.floor((clockHz ?? 0) / (prescaler ?? 1));
  if (rate === 0) {
    return { minMs, maxMs: null, stepsMs: null, derivation: `${text} / ${divided}; the clock is not known` };
  }
  const maxMs = unit === 's' ? Math.floor(ticks / rate) * 1000 : Math.floor((ticks * 1000) / rate);
  const numbers = prescaler === undefined ? `${rate} Hz` : `(${clockHz} Hz / ${prescaler})`;
  return { minMs, maxMs, stepsMs: null, derivation: `${text} / ${numbers} = ${seconds(maxMs)}` };
}

/**
 * The sixteen fixed periods (TOPs) of the DesignWare watchdog: 2^(16+i) / clock.
 * The driver compares and reports whole seconds, so a step is the period rounded down; the hardware holds up to a
 * second more. Source: linux 6.1.192 drivers/watchdog/dw_wdt.c, dw_wdt_handle_tops and dw_wdt_find_best_top.
 */
export function dwWdtLimits(clockHz: number | null): TimeoutLimits {
  if (clockHz === null) {
    const derivation = '2^(16+i) / clock, i = 0..15; the clock is not known';
    return { minMs: null, maxMs: null, stepsMs: null, derivation };
  }
  const steps = new Set<number>();
  for (let i = 0; i < 16; i++) {
    const whole = Math.floor(2 ** (16 + i) / clockHz);
    if (whole > 0) steps.add(whole * 1000);
  }
  const stepsMs = [...steps];
  const maxMs = Math.floor((2 ** 31 * 1000) / clockHz);
  const table = stepsMs.map((ms) => ms / 1000).join(', ');
  const derivation = `2^(16+i) / ${clockHz} Hz, i = 0..15: ${table} s as reported, at most 2^31 / ${clockHz} Hz = ${seconds(maxMs)}`;
  return { minMs: stepsMs[0] ?? null, maxMs, stepsMs, derivation };
}

/**
 * SBSA watchdog, version 0 of the hardware, with action=0 (the default), where the first stage is ignored and the
 * 32-bit counter runs twice. Source: linux 6.1.192 drivers/watchdog/sbsa_gwdt.c:334,381.
 */
export function sbsaGwdtLimits(clockHz: number | null): TimeoutLimits {
  const limits = counterLimits(clockHz, { ticks: 0xffffffff, text: '(2^32-1)', minMs: 1_000, unit: 's' });
  if (limits.maxMs === null) return { ...limits, derivation: `2 x ${limits.derivation}` };
  const maxMs = 2 * limits.maxMs;
  return {
    ...limits,
    maxMs,
    derivation: `2 x ((2^32-1) / ${clockHz} Hz, whole seconds) = ${seconds(maxMs)}`,
  };
}

const RENESAS_DIVIDERS = [4096, 1024, 128, 64, 32, 16, 4, 1] as const;

/**
 * R-Car watchdog: 65536 counts behind the largest divider that still leaves at least 1 and less than 65536 counts a
 * second. Source: linux 6.1.192 drivers/watchdog/renesas_wdt.c:40,249.
 */
export function renesasWdtLimits(clockHz: number | null): TimeoutLimits {
  const divider =
    clockHz === null
      ? undefined
      : RENESAS_DIVIDERS.find((d) => clockHz >= d && Math.floor(clockHz / d) < 65536);
  if (clockHz === null || divider === undefined) {
    const derivation = '65536 x divider / clock; the clock is not known';
    return { minMs: 1_000, maxMs: null, stepsMs: null, derivation };
  }
  const text = `65536 x ${divider}`;
  return counterLimits(clockHz, { ticks: 65536 * divider, text, minMs: 1_000, unit: 's' });
}

const CADENCE_DRIVER_MAX_MS = 516_000;

/**
 * Cadence watchdog: a 24-bit counter behind a prescaler of 512 (clocks up to 75 MHz) or 4096. The driver accepts up to
 * 516 s and clamps silently to what the counter holds. Source: linux 6.1.192 drivers/watchdog/cadence_wdt.c.
 */
export function cadenceWdtLimits(clockHz: number | null): TimeoutLimits {
  if (clockHz === null) {
    const derivation = 'limit of the driver, 516 s; the counter may hold less, its clock is not known';
    return { minMs: 1_000, maxMs: CADENCE_DRIVER_MAX_MS, stepsMs: null, derivation };
  }
  const prescaler = clockHz <= 75_000_000 ? 512 : 4096;
  const text = `2^24 x ${prescaler}`;
  const counter = counterLimits(clockHz, { ticks: 2 ** 24 * prescaler, text, minMs: 1_000, unit: 'ms' });
  if (counter.maxMs === null || counter.maxMs <= CADENCE_DRIVER_MAX_MS) return counter;
  const derivation = `${counter.derivation}, but the driver stops at 516 s`;
  return { ...counter, maxMs: CADENCE_DRIVER_MAX_MS, derivation };
}

/** Milliseconds as seconds, for a derivation: `28.633 s`. */
function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
