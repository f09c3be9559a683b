import type { Lab, Scenario, Verdict } from '../../types.js';
import {
  bootMeasure,
  misfit,
  rollbackMeasure,
  rollbackOf,
  START_MS,
  told,
  updated,
  Watched,
} from './story.js';
import { otherTakesOver, sayRollback, useUp } from './tries.js';

/** What stopping a machine may take: BusyBox' init ends everything first. */
const STOP_MS = 60_000;

/** A slot that has just been updated comes up, and never passes its health checks. */
export const commitFails: Scenario = {
  id: 'commit-fails',
  title: 'The new slot never passes its health checks, until the old one boots',
  machine: 'uboot',
  limitMs: ({ rollback }) =>
    ((rollback?.tries ?? 0) + 1) * (START_MS + STOP_MS + (rollback?.commit.timeoutMs ?? 0)),
  misfit,
  run,
};

async function run(lab: Lab): Promise<Verdict> {
  const { slot, other, environment } = updated(lab);
  const { timeoutMs } = rollbackOf(lab).commit;
  const watched = new Watched(await lab.boot({ slots: { [slot]: 'unhealthy' }, environment }), lab);
  return told(watched, async () => {
    const { counts } = await useUp(watched, {
      slot,
      line: /\[lab\] user space: slot/,
      did: 'failed its health checks',
      resetBy: 'itself',
      limitMs: timeoutMs + STOP_MS,
    });
    await otherTakesOver(watched, slot, other);
    const { boots } = watched;
    const fed = boots.at(-1)?.feedMs !== undefined;
    return {
      result: 'passed',
      said: `The commit program of slot ${slot} gave it up on each start and rebooted in an orderly way; ${sayRollback(slot, other, counts)}.`,
      marks: watched.marks,
      measures: fed ? [bootMeasure(boots), rollbackMeasure(lab, 'rollback-checks', boots)] : [],
    };
  });
}
