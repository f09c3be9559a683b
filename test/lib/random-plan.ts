import { type Setting, unset } from '../../src/core/state.js';
import type { DriverPlan, Feeder, PlatformPlan, RollbackPlan, TargetPlan } from '../../src/plan/types.js';
import { planFixture } from './plan.js';
import { rollbackFixture } from './plan-rollback.js';

/** A source of numbers that a test can start anew: the same seed, the same plans. */
export interface Dice {
  /** A whole number from `low` to `high`. */
  readonly whole: (low: number, high: number) => number;
  readonly pick: <T>(choices: readonly T[]) => T;
}

/** Marsaglia's xorshift, 32 bits. */
export function dice(seed: number): Dice {
  let state = seed | 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const whole = (low: number, high: number) => low + (next() % (high - low + 1));
  return { whole, pick: (choices) => choices[whole(0, choices.length - 1)] as (typeof choices)[number] };
}

const INITS: readonly PlatformPlan[] = [
  { kind: 'nixos', init: 'systemd', release: 2511 },
  { kind: 'systemd', init: 'systemd' },
  { kind: 'buildroot', init: 's6-rc' },
  { kind: 'buildroot', init: 'busybox' },
  { kind: 'buildroot', init: 'sysv' },
];

function setting<T>(roll: Dice, value: T): Setting<T> {
  return roll.pick([
    unset,
    { active: value, deferred: null, forbidden: null },
    { active: null, deferred: value, forbidden: null },
    { active: null, deferred: null, forbidden: 'the board says no' },
  ]);
}

function driver(roll: Dice): Partial<DriverPlan> {
  const maxMs = roll.pick([null, 16_000, 28_633, 614_000]);
  return {
    maxMs,
    stepsMs: maxMs === 28_633 ? [1000, 3000, 7000, 14_000, 28_000] : null,
    overMax: roll.pick([
      'einval',
      'core-keepalive',
      'core-keepalive-buggy',
      'clamped-and-reported',
      'wraps',
      'eopnotsupp',
    ]),
    resetsAtExpiry: roll.pick([1, 2]),
    bootHandover: roll.pick(['yes', 'no', 'conditional']),
    softwareOnly: roll.pick([false, false, true]),
    uboot: roll.pick([null, { kconfig: 'CONFIG_SOME_WDT', note: null }]),
  };
}

function rollback(roll: Dice): RollbackPlan {
  const schemes = ['rauc-uboot', 'uboot-bootcount', 'systemd-boot', 'grub'] as const;
  return rollbackFixture({
    state: roll.pick(['active', 'deferred']),
    scheme: roll.pick(schemes),
    tries: roll.whole(1, 9),
    exhausted: roll.pick(['refill-once', 'recovery', 'stay-degraded']),
    panicMs: roll.whole(0, 60) * 1000,
  });
}

/** A plan of settings that need not make sense together: judgement must not break over any. */
export function randomPlan(roll: Dice): TargetPlan {
  const feeders: readonly Feeder[] = [
    { kind: 'systemd' },
    { kind: 'busybox' },
    { kind: 'application', name: 'app' },
  ];
  const seconds = () => roll.whole(1, 900) * 1000;
  const active = { active: seconds(), deferred: null, forbidden: null };
  const withRollback = roll.pick([true, false]);
  return planFixture({
    platform: roll.pick(INITS),
    driver: driver(roll),
    watchdog: {
      feeder: roll.pick([
        { active: roll.pick(feeders), deferred: null, forbidden: null },
        setting(roll, roll.pick(feeders)),
      ]),
      runtimeMs: roll.pick([active, setting(roll, seconds())]),
      rebootMs: setting(roll, seconds()),
      kexecMs: setting(roll, seconds()),
      openTimeoutMs: setting(roll, seconds()),
      nowayout: setting(roll, true),
    },
    boot: {
      firmwareMs: seconds(),
      loaderMs: seconds(),
      kernelMs: seconds(),
      userspaceMs: seconds(),
      stopMs: seconds(),
      armedMs: roll.pick([null, seconds()]),
    },
    ...(withRollback ? { rollback: rollback(roll) } : {}),
  });
}
