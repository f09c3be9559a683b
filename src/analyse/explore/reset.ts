import type { Event, Kind, Step } from './events.js';
import type { HangStage, Machine } from './machine.js';
import { NO_SLOT, type Stage, type State } from './state.js';

/** Stages in which user space runs. */
export const RUNNING: ReadonlySet<Stage> = new Set(['trial', 'good', 'degraded', 'recovery']);

/** After a reset: what only memory held is gone. */
export function afterReset(state: State): State {
  return {
    ...state,
    stage: 'firmware',
    hung: false,
    slot: NO_SLOT,
    degraded: false,
    fails: 0,
    seenUp: false,
  };
}

/** Which of the watchdog's stages a stage belongs to. */
export function hangStageOf(stage: Stage): HangStage {
  if (RUNNING.has(stage)) return 'running';
  return stage === 'kernel' || stage === 'init' || stage === 'stopping' ? stage : 'loader';
}

/** A panic waits for `panic=`, and then reboots; without it the machine stands still, and is not fed. */
export function panicked(
  { panicMs }: Machine,
  state: State,
  event: Event,
  ms: number,
  kind: Kind = 'response',
): Step {
  const to = panicMs === null ? { ...state, hung: true } : afterReset(state);
  return { kind, event, ms: ms + (panicMs ?? 0), to };
}
