import type { Lab, Scenario, Verdict } from '../../types.js';
import {
  bootMeasure,
  left,
  misfit,
  rollbackOf,
  START_MS,
  told,
  Unexpected,
  updated,
  Watched,
} from './story.js';

/** A slot that has just been updated is sound. */
export const commitSucceeds: Scenario = {
  id: 'commit-succeeds',
  title: 'The new slot passes its health checks and is marked good',
  machine: 'uboot',
  limitMs: ({ rollback }) => 3 * START_MS + 2 * (rollback?.commit.timeoutMs ?? 0),
  misfit,
  run,
};

async function run(lab: Lab): Promise<Verdict> {
  const { slot, environment } = updated(lab);
  const { tries } = rollbackOf(lab);
  const watched = new Watched(await lab.boot({ environment }), lab);
  return told(watched, async () => {
    const first = await committed(watched, slot);
    // Each boot of a good slot is counted too: it has to be marked good again.
    await watched.guest.run('reboot; sleep 60', 60_000);
    await watched.reset(60_000, `slot ${slot} should have rebooted on order`);
    const second = await committed(watched, slot);
    return {
      result: 'passed',
      said: `Slot ${slot} was counted down to ${first} of ${tries} tries, passed its checks, and had ${tries} on the disk again; after a reboot it went down to ${second} and up again.`,
      marks: watched.marks,
      measures: [bootMeasure(watched.boots)],
    };
  });
}

/** A start up to the commit; what U-Boot had left for it. */
async function committed(watched: Watched, slot: string): Promise<string> {
  const { lab } = watched;
  const { tries, commit } = rollbackOf(lab);
  const limitMs = START_MS + commit.timeoutMs;
  await watched.line(/\[lab\] commit: /, limitMs, `the commit program of slot ${slot} should have ended`);
  const { user, counted, commit: ended } = watched.boot;
  if (user?.slot !== slot) throw new Unexpected(`slot ${user?.slot} booted, and not slot ${slot}`);
  if (ended?.status !== 0)
    throw new Unexpected(`the commit program ended with ${ended?.status}, and not with 0`);
  if (counted?.left !== String(tries - 1))
    throw new Unexpected(
      `slot ${slot} booted with ${counted?.left ?? 'no count of'} tries left, and not ${tries - 1}`,
    );
  const full = left(lab, slot);
  if (full !== String(tries))
    throw new Unexpected(
      `slot ${slot} is marked good, and BOOT_${slot}_LEFT is ${full} on the disk, not ${tries}`,
    );
  return counted.left;
}
