import { sayTime } from '../../core/duration.js';
import type { Figure, RehearsedTimes } from './types.js';

const STAGE = 'boot.';

/** Adds to each figure what a rehearsal measured. */
export function withRehearsed(
  figures: readonly Figure[],
  rehearsed: RehearsedTimes | undefined,
): readonly Figure[] {
  if (rehearsed === undefined) return figures;
  return figures.map((figure) => {
    const note = noteOn(figure.id, rehearsed);
    return note === undefined ? figure : { ...figure, notes: [...figure.notes, note] };
  });
}

function noteOn(id: string, { times, source }: RehearsedTimes): string | undefined {
  const ms = times[id];
  if (ms !== undefined) return `In the emulator it took ${sayTime(ms)} (${source}).`;
  const stages = Object.entries(times).filter(([key]) => id === 'boot' && key.startsWith(STAGE));
  if (stages.length === 0) return undefined;
  const list = stages.map(([key, stageMs]) => `${key.slice(STAGE.length)} ${sayTime(stageMs)}`).join(', ');
  return `In the emulator: ${list} (${source}).`;
}
