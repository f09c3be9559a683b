import { sayTime } from '../../core/duration.js';
import type { BootPlan, BootStage } from '../../plan/types.js';
import type { Figure, RehearsedTimes } from './types.js';

/** Adds to each figure what a rehearsal measured. */
export function withRehearsed(
  figures: readonly Figure[],
  boot: BootPlan,
  rehearsed: RehearsedTimes | undefined,
): readonly Figure[] {
  if (rehearsed === undefined) return figures;
  return figures.map((figure) => ({
    ...figure,
    notes: [...figure.notes, ...notesOn(figure.id, boot, rehearsed)],
  }));
}

function notesOn(id: string, boot: BootPlan, { times, source }: RehearsedTimes): readonly string[] {
  const ms = times[id];
  const whole = ms === undefined ? [] : [`In the emulator it took ${sayTime(ms)} (${source}).`];
  if (id !== 'boot') return whole;
  const stages = STAGES.flatMap((stage) => stageNote(stage, boot, times));
  return stages.length === 0 ? whole : [...whole, `In the emulator, stage by stage: ${stages.join('; ')}.`];
}

const STAGES: readonly BootStage[] = ['firmware', 'loader', 'kernel', 'userspace', 'stop'];

/** `kernel 2.7 s (20 s assumed)`: both, because the emulator is not the board. */
function stageNote(stage: BootStage, boot: BootPlan, times: RehearsedTimes['times']): readonly string[] {
  const ms = times[`boot.${stage}`];
  if (ms === undefined) return [];
  const wanted = sayTime(boot[`${stage}Ms`]);
  const said = boot.assumed.includes(stage) ? `${wanted} assumed` : `${wanted} by boot.${stage}`;
  const initrd = stage === 'kernel' ? times['boot.initrd'] : undefined;
  const part = initrd === undefined ? '' : `, of which the initramfs ${sayTime(initrd)}`;
  return [`${stage} ${sayTime(ms)}${part} (${said})`];
}
