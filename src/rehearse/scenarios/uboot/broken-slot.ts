import type { Lab, Scenario, Verdict } from '../../types.js';
import {
  bootMeasure,
  hangMs,
  left,
  marksOf,
  misfitUnarmed,
  resetLimitMs,
  rollbackMeasure,
  rollbackOf,
  START_MS,
  told,
  Unexpected,
  updated,
  Watched,
} from './story.js';

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
  const { tries } = rollbackOf(lab);
  const watched = new Watched(await lab.boot({ slots: { [slot]: 'hang' }, environment }), lab);
  return told(watched, async () => {
    const counts = [String(tries)];
    for (let round = 1; round <= tries; round++)
      counts.push(await hungAndReset(watched, slot, tries - round));
    await watched.line(/\[lab\] commit: 0$/, START_MS, `slot ${other} should have been marked good`);
    const boots = watched.boots;
    const runs = watched.boot.user?.slot;
    if (runs !== other) throw new Unexpected(`slot ${runs} runs in the end, and not slot ${other}`);
    if (left(lab, slot) !== '0') throw new Unexpected(`slot ${slot} has ${left(lab, slot)} tries again`);
    const hangs = boots.flatMap(({ fault, reset }) =>
      fault === undefined || reset === undefined ? [] : [reset.atMs - fault.atMs],
    );
    return {
      result: 'passed',
      said: `slot ${slot} hung ${tries} times and was reset by the watchdog each time; BOOT_${slot}_LEFT on the disk went ${counts.join(', ')}; then slot ${other} booted and was marked good`,
      marks: marksOf(boots),
      measures: [
        { figure: 'feeder-hang', measuredMs: Math.max(...hangs), computedMs: hangMs(lab), slackMs: 1000 },
        bootMeasure(boots),
        rollbackMeasure(lab, 'rollback-hang', boots),
      ],
    };
  });
}

/** One start that hangs; what the disk says after it. */
async function hungAndReset(watched: Watched, slot: string, expected: number): Promise<string> {
  const { lab } = watched;
  await watched.line(/\[lab\] hangs/, START_MS, `slot ${slot} should have come up to its hang`);
  const boot = await watched.reset(
    resetLimitMs(lab),
    `the watchdog should have reset slot ${slot} after its hang`,
  );
  if (boot.user?.slot !== slot) throw new Unexpected(`slot ${boot.user?.slot} hung, and not slot ${slot}`);
  if (boot.reset?.watchdog !== true) throw new Unexpected('the machine was reset, but not by the watchdog');
  if ((boot.lastLineMs ?? 0) > (boot.fault?.atMs ?? 0) + 500)
    throw new Unexpected(`slot ${slot} still said something after its hang: that was no hang`);
  const counted = left(lab, slot);
  lab.progress(`slot ${slot} hung and was reset; ${counted} tries left`);
  if (counted !== String(expected))
    throw new Unexpected(
      `after a reset of slot ${slot} BOOT_${slot}_LEFT should be ${expected} on the disk, and it is ${counted}: the boot script does not count`,
    );
  return counted;
}
