import { figureOf, timeline } from '../../../analyse/timeline.js';
import type { Lab, Measure, Scenario, Verdict } from '../../types.js';
import { emulated, misfit, rollbackMeasure, rollbackOf, START_MS, told, updated, Watched } from './story.js';
import { longestReset, otherTakesOver, sayRollback, useUp } from './tries.js';

/** A slot that has just been updated panics on every start, before anything feeds the watchdog. */
export const slotPanics: Scenario = {
  id: 'slot-panics',
  title: 'The kernel of the new slot panics on every start, until the old one boots',
  machine: 'uboot',
  limitMs: ({ rollback }) => ((rollback?.tries ?? 0) + 1) * (START_MS + (rollback?.panicMs ?? 0)),
  misfit,
  run,
};

async function run(lab: Lab): Promise<Verdict> {
  const { slot, other, environment } = updated(lab);
  const { panicMs } = rollbackOf(lab);
  const watched = new Watched(await lab.boot({ slots: { [slot]: 'panic' }, environment }), lab);
  return told(watched, async () => {
    const { counts, starvedMs } = await useUp(watched, {
      slot,
      line: /Kernel panic - not syncing/,
      did: 'panicked',
      resetBy: 'itself',
      limitMs: 6 * panicMs + 60_000,
    });
    await otherTakesOver(watched, slot, other);
    const { boots } = watched;
    // Nothing has opened the watchdog yet: it is panic= alone that restarts the kernel.
    const measuredMs = longestReset(boots, (boot) => boot.panicMs);
    // A kernel in a panic counts time in a loop: without a processor it waits longer.
    const slackMs = 1000 + Math.max(...starvedMs);
    const starvedAllMs = starvedMs.reduce((sum, ms) => sum + ms, 0);
    return {
      result: 'passed',
      said: `The kernel of slot ${slot} panicked on each start and restarted by itself (panic=${panicMs / 1000}), not by the watchdog; ${sayRollback(slot, other, counts)}.${sayStarved(starvedMs)}`,
      marks: watched.marks,
      measures: [
        { figure: 'panic', measuredMs, computedMs: panicMs, slackMs },
        ...whole(lab, watched, starvedAllMs),
      ],
    };
  });
}

/** The whole rollback, where the timeline counts with panic= too: otherwise with a watchdog that comes before it. */
function whole(lab: Lab, { boots }: Watched, starvedMs: number): readonly Measure[] {
  const isPanic = figureOf(timeline(emulated(lab.plan)), 'panic').value === rollbackOf(lab).panicMs;
  return isPanic && boots.at(-1)?.feedMs !== undefined
    ? [rollbackMeasure(lab, 'rollback-panic', boots, starvedMs)]
    : [];
}

function sayStarved(starvedMs: readonly number[]): string {
  const longest = Math.max(...starvedMs);
  if (longest < 2000) return '';
  return ` This machine was busy: the emulator had no processor for up to ${Math.round(longest / 1000)} s of such a restart, which took that much longer.`;
}
