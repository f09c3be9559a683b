import type { Measure, Stages } from './types.js';

/** The longest of each stage. */
export function longestStages(starts: readonly Stages[]): Stages {
  const longest: Partial<Record<keyof Stages, number>> = {};
  for (const [stage, ms] of starts.flatMap((one) => Object.entries(one) as [keyof Stages, number][]))
    longest[stage] = Math.max(longest[stage] ?? 0, ms);
  return longest;
}

/** The longest start up to the feeder; undefined when none came so far. */
function longestStart(starts: readonly Stages[]): number | undefined {
  const whole = starts.filter(({ userspace }) => userspace !== undefined);
  const all = whole.map(
    ({ firmware = 0, loader = 0, kernel = 0, userspace = 0 }) => firmware + loader + kernel + userspace,
  );
  return all.length === 0 ? undefined : Math.max(...all);
}

/**
 * What the starts of a run measured, `boot` and `boot.kernel`. They are not the board's, so they are held against nothing.
 * `ups` is used where no stage is known: from each start until a shell answered.
 */
export function startMeasures(starts: readonly Stages[], ups: readonly number[]): readonly Measure[] {
  const stages = Object.entries(longestStages(starts)).map(([stage, ms]) => ({
    ...{ figure: `boot.${stage}`, measuredMs: ms, computedMs: null },
  }));
  const whole = longestStart(starts) ?? (ups.length === 0 ? undefined : Math.max(...ups));
  return whole === undefined ? stages : [{ figure: 'boot', measuredMs: whole, computedMs: null }, ...stages];
}
