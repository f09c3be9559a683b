import type { UbootBoot } from '../../guests/uboot-boots.js';
import type { Lab, Scenario, Verdict } from '../../types.js';
import {
  bootMeasure,
  hangMs,
  misfitUnarmed,
  resetLimitMs,
  rollbackMeasure,
  START_MS,
  told,
  Unexpected,
  updated,
  Watched,
} from './story.js';
import { longestReset, otherTakesOver, sayRollback, useUp } from './tries.js';

/** A slot that has just been updated hangs on every start, once its feeder has opened the watchdog. */
export const brokenSlot: Scenario = {
  id: 'broken-slot',
  title: 'The new slot hangs on every start, until the old one boots',
  machine: 'uboot',
  limitMs: ({ rollback, watchdog }) =>
    ((rollback?.tries ?? 0) + 1) * (START_MS + 2 * (watchdog.runtimeMs.active ?? 0)),
  misfit: misfitUnarmed,
  run,
};

async function run(lab: Lab): Promise<Verdict> {
  const { slot, other, environment } = updated(lab);
  const watched = new Watched(await lab.boot({ slots: { [slot]: 'hang' }, environment }), lab);
  return told(watched, async () => {
    const { counts } = await useUp(watched, {
      slot,
      line: /\[lab\] hangs/,
      did: 'hung',
      resetBy: 'watchdog',
      limitMs: resetLimitMs(lab),
      look: isHang,
    });
    await otherTakesOver(watched, slot, other);
    const { boots } = watched;
    const measuredMs = longestReset(boots, ({ fault }) => fault?.atMs);
    return {
      result: 'passed',
      said: `Slot ${slot} hung on each start and was reset by the watchdog; ${sayRollback(slot, other, counts)}.`,
      marks: watched.marks,
      measures: [
        { figure: 'feeder-hang', measuredMs, computedMs: hangMs(lab), slackMs: 1000 },
        bootMeasure(boots),
        rollbackMeasure(lab, 'rollback-hang', boots),
      ],
    };
  });
}

/** A slot that lives says so every second. */
function isHang({ lastLineMs = 0, fault }: UbootBoot): void {
  if (lastLineMs > (fault?.atMs ?? 0) + 500)
    throw new Unexpected('the slot still said something after its hang: that was no hang');
}
