import { seedOf } from './seed.js';
import type { Scenario } from './types.js';

/** One run of one scenario. */
export interface Job {
  /** `feeder-killed`, and from the second repeat on `feeder-killed-2`: names the run in reports. */
  readonly name: string;
  readonly scenario: Scenario;
  /** From 1 on. */
  readonly repeat: number;
  readonly seed: number;
}

/** Every run: each scenario once, then each a second time, ..., so that a run that is cut short has seen them all. */
export function jobsOf(scenarios: readonly Scenario[], repeats: number, seed: number): readonly Job[] {
  return Array.from({ length: repeats }, (_, index) => index + 1).flatMap((repeat) =>
    scenarios.map((scenario) => ({
      name: repeat === 1 ? scenario.id : `${scenario.id}-${repeat}`,
      scenario,
      repeat,
      seed: seedOf(seed, scenario.id, repeat),
    })),
  );
}
